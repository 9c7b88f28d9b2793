// What can be done on the page: open phones, speak, press, move the clock, let something go wrong.

import { announce, ask, complain, draw, loadChat, loadOperator, loadStateSoon, loadSupervisor, now, remember, setClock, state }
  from "./store.js";
import { firstOfNextMonth, hour, longDay } from "./when.js";
import { t } from "./words/index.js";

export const MOST_PHONES = 3;

// --- who is in which chat (looked up for hundreds of people at every drawing, so it is worked out once per state)

let index = { of: null, groups: new Map(), bots: new Map() };

function indexed() {
  if (index.of === state.chats) return index;
  index = { of: state.chats, groups: new Map(), bots: new Map() };
  for (const chat of state.chats.values()) {
    if (chat.type === "private") index.bots.set(chat.person, chat.bot);
    else if (!chat.migrated_to) for (const id of chat.people) index.groups.set(id, [...(index.groups.get(id) ?? []), chat]);
  }
  return index;
}

export const groupsOf = (person) => indexed().groups.get(person?.id) ?? [];

export function botOf(person) {
  const known = indexed().bots.get(person.id) ?? groupsOf(person).flatMap((group) => group.bots)[0];
  return state.bots.get(known) ?? [...state.bots.values()].find((bot) => bot.network === person.network);
}

export const privateChat = (person) => `${botOf(person)?.username}:${person.id}`;
export const cellOf = (phone) => phone && (groupsOf(state.people.get(phone.person))[0] ?? null);
export const activePhone = () => state.phones[state.active];
export const unreadIn = (chat) => (state.newest.get(chat) ?? 0) > (state.read.get(chat) ?? 0);

// --- phones

export function show(person, chat, { beside = false, focus = true } = {}) {
  const same = state.phones.findIndex((phone) => phone.person === person && phone.chat === chat);
  if (same >= 0) state.active = same;
  else if (beside && state.phones.length < MOST_PHONES) {
    state.phones.push(newPhone(person, chat));
    state.active = state.phones.length - 1;
  } else if (state.phones.length === 0) { state.phones.push(newPhone(person, chat)); state.active = 0; }
  else state.phones[state.active] = newPhone(person, chat);
  if (focus) state.pane = "phones";
  loadChat(chat).catch(complain);
  draw();
}

let phonesMade = 0;
const newPhone = (person, chat) => ({ key: ++phonesMade, person, chat, replyTo: null, editing: null, toast: null });

export function turnTo(phone, chat) {
  phone.chat = chat;
  phone.replyTo = phone.editing = null;
  loadChat(chat).catch(complain);
  draw();
}

export function closePhone(place) {
  state.phones.splice(place, 1);
  state.active = Math.max(0, Math.min(state.active, state.phones.length - 1));
  draw();
}

export function openGroup(group, options) {
  const viewer = group.people.map((id) => state.people.get(id)).find((person) => !isOrganiser(person)) ?? state.people.get(group.people[0]);
  if (viewer) show(viewer.id, group.id, options);
}

const ORGANISERS = /bí thư|chi ủy|thư ký/i;
export const isOrganiser = (person) => ORGANISERS.test(person.role ?? "");

// --- speaking and pressing

// Where the time stands still, what waits its turn (one message a second in a chat) goes out only when somebody settles.
function settleIfStill() {
  if (!state.clock.speed && !state.busy) ask("settle", { timeout: 10 }).then(setClock).catch(() => {});
}

async function attempt(work) {
  try {
    state.error = "";
    return await work();
  } catch (error) {
    complain(error);
    return null;
  }
}

export function say(phone, text, { replyTo = phone.replyTo } = {}) {
  const chat = state.chats.get(phone.chat);
  const mention = chat?.network === "zalo" && chat.type === "group";
  return attempt(async () => {
    const body = { person: phone.person, chat: phone.chat, text };
    const answer = replyTo ? await ask("say", { ...body, reply_to: replyTo, mention }) : await ask("say", { ...body, mention });
    if (!answer.delivered_to_bot) state.unheard.add(`${answer.chat} ${answer.message}`);
    phone.replyTo = null;
    state.loaded.add(phone.chat);
    loadStateSoon();
    settleIfStill();
    draw();
    return answer;
  });
}

export function correct(phone, message, text) {
  return attempt(() => ask("edit", { person: phone.person, chat: phone.chat, message, text }));
}

export function sendPicture(phone) {
  const chat = state.chats.get(phone.chat);
  const mention = chat?.network === "zalo" && chat.type === "group";
  return attempt(() => ask("send_file", { person: phone.person, chat: phone.chat, kind: "photo", caption: "", mention }));
}

export function tap(phone, message, button) {
  return attempt(async () => {
    if (button.kind === "url") return follow(phone, button.url);
    const answer = await ask("tap", { person: phone.person, chat: phone.chat, message: message.id, button: button.data ?? button.label });
    settleIfStill();
    if (answer.pending) toast(phone, t("pressWaits"));
    else if (answer.answer?.url) await follow(phone, answer.answer.url);
    else if (answer.answer?.text) toast(phone, answer.answer.text, answer.answer.show_alert);
    return answer;
  });
}

// A deep link opens the private chat (or brings the bot into the person's group), as it does on a phone.
export function follow(phone, link) {
  return attempt(async () => {
    if (!/^https:\/\/(t\.me|telegram\.me|zalo\.me)\//.test(link)) {
      window.open(link, "_blank", "noopener,noreferrer");
      return { opened: null };
    }
    const group = groupsOf(state.people.get(phone.person))[0]?.id;
    const answer = await ask("open", { person: phone.person, link, group });
    loadStateSoon();
    turnTo(phone, answer.opened);
    settleIfStill();
    return answer;
  });
}

function toast(phone, text, stays = false) {
  const own = phone.toast = { text, stays };
  announce(text);
  if (!stays) setTimeout(() => { if (phone.toast === own) { phone.toast = null; draw(); } }, 5000);
}

// --- the clock

export function move(what, body) {
  if (state.busy) return null;
  state.busy = what;
  draw();
  return attempt(async () => {
    try {
      const before = now();
      const answer = await ask("clock", { ...body, timeout: 60 });
      setClock(answer);
      if (Date.parse(answer.now) - before > 1000) announce(t("timeIs", { time: hour(now()), day: longDay(now()) }));
      return answer;
    } finally {
      state.busy = "";
      draw();
    }
  });
}

export function nextPush(scope = state.scope) {
  const cell = scope === "cell" ? cellOf(activePhone())?.title : null;
  // What is due within this minute is being sent at this moment.
  return state.operator.pushes.find((push) => Date.parse(push.due_at) > now() + 1000 && (!cell || push.organisation === cell));
}

export function goToNext() {
  const push = nextPush();
  return push ? move("next", { to: push.due_at }) : move("next", { next: true });
}

const STEP = 500;                                   // real milliseconds from one step of a play to the next

export async function playMonth() {
  const play = state.play;
  const at = now();
  Object.assign(play, { running: true, from: at, until: firstOfNextMonth(at + 8 * 86_400_000) });
  draw();
  let before = performance.now();
  while (play.running && now() < play.until) {
    const started = performance.now();
    const wish = Math.min(play.speed * Math.max(STEP, started - before), play.until - now());
    before = started;
    const heardBefore = watched();
    if (!(await move("play", { advance: `${Math.ceil(wish / 1000)}s` }))) break;
    if (play.pause && watched() !== heardBefore) break;
    await new Promise((done) => { setTimeout(done, Math.max(30, STEP - (performance.now() - started))); });
  }
  play.running = false;
  draw();
}

const watched = () => state.phones.map((phone) => state.newest.get(phone.chat) ?? 0).join();

export function stopPlay() {
  state.play.running = false;
  draw();
}

export function setSpeed(speed) {
  state.play.speed = speed;
  remember({ speed });
  draw();
}

// --- faults

export const addFault = (fault) => attempt(() => ask("faults", fault));
export const clearFaults = (id) => attempt(() => ask(id ? `faults?id=${id}` : "faults", undefined, "DELETE"));

export async function setMembership(act, body) {
  await attempt(() => ask(act, body));
  loadStateSoon(0);
}

export async function supervise(act) {
  state.supervisor.acting = act;
  draw();
  await attempt(() => ask(`supervisor/${act}`, {}));
  await loadSupervisor();
  await loadOperator();
  state.supervisor.acting = "";
  draw();
}
