// What the page knows, how it asks the sandbox, and how it hears of changes.

const KEPT = 120;                                   // messages kept of each chat
const CALLS = 200;
const STORED = "chibo-sandbox";

const remembered = JSON.parse(localStorage.getItem(STORED) ?? "{}");

export const state = {
  lang: remembered.lang ?? "vi",
  theme: remembered.theme ?? "auto",
  online: null,                                     // null before the first answer
  error: "",
  said: "",                                         // for the screen reader's live region
  clock: { now: 0, at: 0, speed: 0 },
  busy: "",                                         // which move of the clock is under way
  play: { running: false, from: 0, until: 0, speed: remembered.speed ?? 21600, pause: remembered.pause ?? false },
  people: new Map(),
  bots: new Map(),
  chats: new Map(),
  updates: 0,
  waiting: 0,
  messages: new Map(),                              // chat id -> messages, oldest first
  loaded: new Set(),
  read: new Map(),                                  // chat id -> id of the last message seen
  newest: new Map(),                                // chat id -> id of the last message of a bot
  unheard: new Set(),                               // "chat message" that no bot was told of
  phones: [],
  active: 0,
  filter: { text: "", network: "", role: "", unread: false, open: new Set() },
  pane: "phones",
  tab: "coming",
  scope: "cell",
  operator: { there: null, down: false, pushes: [], ledger: [], inbox: [] },
  supervisor: { there: null, running: true, starts: 0 },
  faults: [],
  calls: [],
  baseline: null,
  tour: { open: !remembered.toured, network: "", step: -1, done: [], cast: null },
};

// --- drawing: whoever changes the state calls draw(); the page is drawn once per frame

let drawing = null;
let wanted = 0;
export function drawWith(paint) { drawing = paint; }
export function draw() {
  if (!drawing || wanted) return;
  // A page in the background gets no frames; it still has to follow.
  const later = document.hidden ? (work) => setTimeout(work, 100) : requestAnimationFrame;
  wanted = 1;
  later(() => { wanted = 0; drawing(); });
}

export function remember(values) {
  Object.assign(remembered, values);
  localStorage.setItem(STORED, JSON.stringify(remembered));
}

export function announce(sentence) {
  state.said = sentence;
  draw();
}

export function complain(error) {
  state.error = error instanceof Error ? error.message : String(error);
  draw();
}

// --- asking

export async function ask(path, body, method = body ? "POST" : "GET") {
  const answer = await fetch(`/sandbox/${path}`, { method, body: body && JSON.stringify(body) });
  const value = await answer.json().catch(() => ({ error: `${answer.status} ${answer.statusText}` }));
  if (!answer.ok) throw Object.assign(new Error(value.error ?? answer.statusText), { status: answer.status });
  return value;
}

export function now() {
  const { now: base, at, speed } = state.clock;
  return base + (state.busy ? 0 : (performance.now() - at) * speed);
}

export function setClock({ now: moment, speed }) {
  state.clock = { now: Date.parse(moment), at: performance.now(), speed: speed ?? state.clock.speed };
}

export async function loadState() {
  const value = await ask("state");
  state.people = new Map(value.people.map((each) => [each.id, each]));
  state.bots = new Map(value.bots.map((each) => [each.username, each]));
  state.chats = new Map(value.chats.map((each) => [each.id, each]));
  state.updates = value.totals.updates;
  state.waiting = value.bots.reduce((sum, bot) => sum + bot.waiting, 0);
  setClock(value);
  for (const chat of value.chats) {
    // What was said before the page was opened is not news.
    if (!state.read.has(chat.id)) state.read.set(chat.id, state.online === null ? chat.last : 0);
    else if (state.online === false && chat.last > state.read.get(chat.id)) state.newest.set(chat.id, chat.last);
  }
  draw();
}

export async function loadChat(chat, again = false) {
  if (!chat || (state.loaded.has(chat) && !again)) return;
  state.loaded.add(chat);
  try {
    state.messages.set(chat, await ask(`messages?last=1&limit=${KEPT}&chat=${encodeURIComponent(chat)}`));
  } catch (error) {
    state.loaded.delete(chat);
    if (error.status !== 404) throw error;
  }
  draw();
}

function put({ chat, message }) {
  const kept = state.messages.get(chat) ?? [];
  const place = kept.findIndex((each) => each.id === message.id);
  if (message.deleted) { if (place >= 0) kept.splice(place, 1); }
  else if (place >= 0) kept[place] = message;
  else {
    kept.push(message);
    if (kept.length > KEPT) kept.shift();
    if (message.from_bot) state.newest.set(chat, message.id);
  }
  state.messages.set(chat, kept);
}

// --- hearing

const heard = new Set();
export function hear(listener) { heard.add(listener); }
function tell(kind, value) { for (const listener of heard) listener(kind, value); }

let stateSoon = 0;
export function loadStateSoon(pause = 200) {
  stateSoon ||= setTimeout(() => { stateSoon = 0; loadState().catch(complain); }, pause);
}

async function afresh() {
  await loadState();
  state.faults = await ask("faults");
  await Promise.all([...state.loaded].map((chat) => loadChat(chat, true)));
  await Promise.all([loadOperator(), loadSupervisor()]);
}

export function listen() {
  const events = new EventSource("/sandbox/events");
  const on = (kind, work) => events.addEventListener(kind, (event) => {
    const value = JSON.parse(event.data);
    work(value);
    tell(kind, value);
    draw();
  });
  for (const kind of ["message", "edited", "deleted"]) {
    on(kind, (value) => {
      put(value);
      if (!state.chats.has(value.chat)) loadStateSoon();
      operatorSoon();
    });
  }
  for (const kind of ["membership", "chat", "world"]) on(kind, () => loadStateSoon());
  on("clock", (value) => { setClock(value); operatorSoon(); });
  on("call", (value) => { state.calls.push(value); if (state.calls.length > CALLS) state.calls.shift(); operatorSoon(); });
  on("faults", ({ faults }) => { state.faults = faults; });
  on("violation", () => {});
  on("resync", () => afresh().catch(complain));
  events.onopen = () => { afresh().then(() => { state.online = true; draw(); }).catch(complain); };
  events.onerror = () => { state.online = false; draw(); };
}

// --- behind the sandbox: the bot's own ledger, and who keeps its process

let operatorPending = 0;
let operatorAsked = 0;
export function operatorSoon() {
  if (operatorPending || state.operator.there === false) return;
  const pause = Math.max(250, 1200 - (performance.now() - operatorAsked));
  operatorPending = setTimeout(() => { operatorPending = 0; loadOperator(); }, pause);
}

export async function loadOperator() {
  operatorAsked = performance.now();
  const operator = state.operator;
  try {
    for (const [page, limit] of [["pushes", 500], ["ledger", 200], ["inbox", 200]]) {
      operator[page] = (await ask(`operator/${page}?limit=${limit}`)).rows;
    }
    operator.there = true;
    operator.down = false;
    state.baseline ??= newBaseline();
  } catch (error) {
    if (error.status === 404) operator.there = false;
    else { operator.there ??= true; operator.down = true; setTimeout(operatorSoon, 1500); }
  }
  draw();
}

export function newBaseline() {
  return {
    updates: state.updates - state.waiting,
    inbox: state.operator.inbox[0]?.id ?? 0,
    ledger: state.operator.ledger[0]?.id ?? 0,
  };
}

export async function loadSupervisor() {
  try {
    Object.assign(state.supervisor, await ask("supervisor"), { there: true });
  } catch (error) {
    state.supervisor.there = error.status === 404 ? false : state.supervisor.there;
  }
  draw();
}
