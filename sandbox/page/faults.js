// What can go wrong, one press each, and the proof that nothing is lost by it.

import { activePhone, addFault, botOf, cellOf, clearFaults, privateChat, setMembership, supervise } from "./actions.js";
import { draw, loadOperator, loadState, newBaseline, state } from "./store.js";
import { html, nothing } from "./vendor/lit-html/lit-html.js";
import { t } from "./words/index.js";

const WAIT = 20;                                    // seconds a 429 asks the bot to wait

export function faults() {
  const phone = activePhone();
  const person = state.people.get(phone?.person);
  const bot = person && botOf(person);
  if (!bot) return html`<p class="empty">${t("noPhone")}</p>`;
  return html`<p class="note">${t("faultsNote", { name: person.name })}</p>
    <ul class="faults">${[kill(), slow(bot), down(bot), blocked(person, bot), kicked(phone, bot)]}</ul>
    ${kept()}`;
}

function card(name, on, press, release, { values = {}, disabled = false } = {}) {
  return html`<li class=${on ? "on" : ""}>
    <div><b>${t(`fault_${name}`)}</b><small id="fault-${name}">${t(`fault_${name}_${on ? "on" : "what"}`, values)}</small></div>
    <button aria-describedby="fault-${name}" data-tour="fault-${name}" ?disabled=${disabled} class=${on ? "mend" : ""}
      @click=${on ? release : press}>${t(on ? `fault_${name}_end` : `fault_${name}_do`)}</button></li>`;
}

function kill() {
  const { there, running, acting } = state.supervisor;
  if (!there) return nothing;
  return card("kill", !running, () => supervise("kill"), () => supervise("start"), { disabled: Boolean(acting) });
}

function slow(bot) {
  const planned = state.faults.find((fault) => fault.kind === "429" && fault.bot === bot.username);
  return card("429", planned, () => addFault({ kind: "429", bot: bot.username, times: 3, retry_after: WAIT }),
    () => clearFaults(planned.id), { values: { n: WAIT, left: planned?.times } });
}

function down(bot) {
  const planned = state.faults.find((fault) => fault.kind === "network_down" && fault.network === bot.network);
  const values = { network: bot.network === "zalo" ? "Zalo" : "Telegram" };
  return card("down", planned, () => addFault({ kind: "network_down", network: bot.network, times: "until cleared" }),
    () => clearFaults(planned.id), { values });
}

function blocked(person, bot) {
  const chat = state.chats.get(privateChat(person));
  const body = { person: person.id, bot: bot.username };
  return card("blocked", chat?.blocked, () => setMembership("block", body), () => setMembership("unblock", body),
    { values: { name: person.name }, disabled: !chat });
}

function kicked(phone, bot) {
  const group = cellOf(phone);
  if (!group) return nothing;
  const body = { bot: bot.username, group: group.id };
  return card("kicked", !group.bots.includes(bot.username), () => setMembership("kick", body), () => setMembership("add", body),
    { values: { group: group.title } });
}

// --- nothing is lost: what people sent, where it stands, what was answered, what went out

export function flow() {
  const { baseline, operator, updates, waiting } = state;
  if (!operator.there || !baseline) return null;
  const taken = operator.inbox.filter((row) => row.id > baseline.inbox);
  const letters = operator.ledger.filter((row) => row.id > baseline.ledger);
  const inState = (rows, ...states) => rows.filter((row) => states.includes(row.state)).length;
  return {
    sent: updates - baseline.updates,
    waiting,
    taken: taken.length,
    answered: inState(taken, "done", "skipped"),
    failed: inState(taken, "failed"),
    toSend: inState(letters, "open", "taken"),
    out: inState(letters, "sent"),
    refused: inState(letters, "failed", "dropped"),
  };
}

function kept() {
  const counts = flow();
  if (!counts) return nothing;
  const rest = counts.taken - counts.answered - counts.failed + counts.waiting + counts.toSend;
  const resting = !state.supervisor.running || state.operator.down;
  return html`<section class="kept" aria-labelledby="kept-title" data-tour="kept">
    <h3 id="kept-title">${t("nothingLost")}</h3>
    <ol class="flow">
      ${[["sent", counts.sent], ["waiting", counts.waiting], ["taken", counts.taken], ["answered", counts.answered], ["toSend", counts.toSend], ["out", counts.out]]
        .map(([name, n]) => html`<li class=${name}><b>${n}</b><span>${t(`flow_${name}`)}</span></li>`)}
    </ol>
    <p role="status" class="verdict ${rest || resting ? "" : "good"}">${verdict(counts, rest, resting)}</p>
    <button class="more" @click=${countAnew}>${t("countAnew")}</button>
  </section>`;
}

async function countAnew() {
  await Promise.all([loadState(), loadOperator()]);
  state.baseline = newBaseline();
  draw();
}

function verdict(counts, rest, resting) {
  const refused = counts.refused ? ` ${t("someRefused", { n: counts.refused })}` : "";
  if (resting) return t("keptWhileDown", { n: counts.waiting });
  if (rest) return t("stillOpen", { n: rest }) + refused;
  return t("allAnswered") + refused;
}
