// Right: what is coming and why, what became of everything sent, and the calls a bot made for the chosen chat.

import { activePhone, cellOf, move } from "./actions.js";
import { faults } from "./faults.js";
import { ask, complain, draw, now, state } from "./store.js";
import { html, nothing } from "./vendor/lit-html/lit-html.js";
import { hour, longDay, second, shortDay, span } from "./when.js";
import { has, t } from "./words/index.js";

const TABS = ["coming", "ledger", "calls", "faults"];
const MOST = 60;

export function backstage() {
  const tabs = state.operator.there === false ? ["calls", "faults"] : TABS;
  const chosen = tabs.includes(state.tab) ? state.tab : tabs[0];
  return html`
    <aside class="pane backstage" id="backstage" aria-labelledby="backstage-title" tabindex="-1">
      <h2 id="backstage-title">${t("backstage")}</h2>
      <div class="tabs" role="tablist" aria-label=${t("backstage")} @keydown=${(event) => walk(event, tabs, chosen)}>
        ${tabs.map((tab) => html`<button role="tab" id="tab-${tab}" aria-selected=${tab === chosen} aria-controls="panel"
          tabindex=${tab === chosen ? 0 : -1} data-tour="tab-${tab}" @click=${() => choose(tab)}>${t(tab)}${tab === "faults" && state.faults.length
            ? html`<span class="count">${state.faults.length}</span>` : nothing}</button>`)}
      </div>
      <div class="scroll" role="tabpanel" id="panel" aria-labelledby="tab-${chosen}" tabindex="0">
        ${state.operator.down && chosen !== "calls" && chosen !== "faults" ? html`<p class="notice">${t("ledgerRests")}</p>` : nothing}
        ${{ coming, ledger, calls, faults }[chosen]()}
      </div>
    </aside>`;
}

export function choose(tab) {
  state.tab = tab;
  draw();
}

function walk(event, tabs, chosen) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  const tab = tabs[(tabs.indexOf(chosen) + by + tabs.length) % tabs.length];
  choose(tab);
  document.getElementById(`tab-${tab}`).focus();
}

// --- what is coming

export const kindWord = (kind) => (has(`push_${kind}`) ? t(`push_${kind}`) : kind);

function why(push) {
  const meeting = push.meeting_at && Date.parse(push.meeting_at);
  const base = has(`why_${push.kind}`) ? t(`why_${push.kind}`) : "";
  if (!meeting) return base;
  const apart = meeting - Date.parse(push.due_at);
  const place = t(apart >= 0 ? "beforeMeeting" : "afterMeeting", { span: span(apart, t), when: `${hour(meeting)} ${shortDay(meeting)}` });
  return base ? `${base} ${place}` : place;
}

function coming() {
  const cell = cellOf(activePhone());
  const mine = state.scope === "cell" && cell;
  const rows = state.operator.pushes.filter((push) => !mine || push.organisation === cell.title);
  const days = Map.groupBy ? Map.groupBy(rows.slice(0, MOST), dayOf) : grouped(rows.slice(0, MOST));
  return html`
    <div class="choice-of" role="group" aria-label=${t("whose")}>
      <button aria-pressed=${state.scope === "cell"} @click=${() => scope("cell")}>${cell?.title ?? t("thisCell")}</button>
      <button aria-pressed=${state.scope === "all"} @click=${() => scope("all")}>${t("allCells")}</button>
    </div>
    ${rows.length ? nothing : html`<p class="empty">${t("nothingComing")}</p>`}
    ${[...days].map(([day, pushes]) => html`<h3 class="day">${day}</h3><ol class="coming">
      ${pushes.map((push) => html`<li>
        <time datetime=${push.due_at}>${hour(Date.parse(push.due_at))}</time>
        <div><b>${kindWord(push.kind)}</b>${mine ? nothing : html`<span class="cell-name">${push.organisation ?? ""}</span>`}<small>${why(push)}</small></div>
        <button class="go" data-tour=${mine ? `go-${push.kind}` : nothing} ?disabled=${state.busy || state.play.running || Date.parse(push.due_at) <= now()}
          aria-label=${t("goTo", { what: kindWord(push.kind), time: hour(Date.parse(push.due_at)), day })}
          @click=${() => move("to", { to: push.due_at })}>${t("goThere")}</button></li>`)}</ol>`)}
    ${rows.length > MOST ? html`<p class="empty">${t("andMore", { n: rows.length - MOST })}</p>` : nothing}`;
}

const dayOf = (push) => longDay(Date.parse(push.due_at));
function grouped(rows) {
  const days = new Map();
  for (const row of rows) days.set(dayOf(row), [...(days.get(dayOf(row)) ?? []), row]);
  return days;
}

const scope = (value) => { state.scope = value; draw(); };

// --- what became of what was sent

let only = "";                                      // the state whose rows alone are shown
const MARKS = { sent: "✓", open: "…", taken: "…", failed: "!", dropped: "–" };

function chatName(row) {
  const group = state.chats.get(row.chat_id);
  return group?.title ?? state.people.get(row.chat_id)?.name ?? row.chat_id;
}

function ledger() {
  const rows = state.operator.ledger;
  const counts = {};
  for (const row of rows) counts[row.state] = (counts[row.state] ?? 0) + 1;
  if (!counts[only]) only = "";
  return html`
    <div class="sums" role="group" aria-label=${t("ledgerOnly")}>${Object.keys(MARKS).filter((each) => counts[each]).map((each) =>
      html`<button class="state ${each}" aria-pressed=${only === each} @click=${() => { only = only === each ? "" : each; draw(); }}>
        ${t(`state_${each}`)} <b>${counts[each]}</b></button>`)}</div>
    <p class="note">${t("ledgerNote", { n: rows.length })}</p>
    ${rows.length ? nothing : html`<p class="empty">${t("nothingSent")}</p>`}
    <ol class="ledger">${rows.filter((row) => !only || row.state === only).slice(0, MOST).map((row) => html`<li>
      <span class="mark ${row.state}" title=${t(`state_${row.state}`)}><span aria-hidden="true">${MARKS[row.state] ?? "?"}</span>
        <span class="hidden">${t(`state_${row.state}`)}</span></span>
      <div><b>${chatName(row)}</b><span>${actionWord(row)}</span>
        ${row.error ? html`<small class="error">${row.error}</small>` : nothing}
        ${row.attempts > 1 ? html`<small>${t("attempts", { n: row.attempts })}</small>` : nothing}
        ${waits(row) ? html`<small>${t("waitsUntil", { time: second(Date.parse(row.not_before)) })}</small>` : nothing}</div>
      <time datetime=${row.done_at ?? row.created_at}>${hour(Date.parse(row.done_at ?? row.created_at))}<small>${shortDay(Date.parse(row.done_at ?? row.created_at))}</small></time>
    </li>`)}</ol>`;
}

const waits = (row) => row.state === "open" && Date.parse(row.not_before) > now();

function actionWord(row) {
  const purpose = has(`purpose_${row.purpose}`) ? t(`purpose_${row.purpose}`) : kindWord(row.purpose);
  return row.action === "send" ? purpose : `${purpose} (${t(`action_${row.action}`)})`;
}

// --- the calls of the chosen chat

let askedFor = "";
function loadCalls(chat) {
  if (askedFor === chat) return;
  askedFor = chat;
  ask(`calls?last=1&limit=${MOST}&chat=${encodeURIComponent(chat)}`).then((calls) => {
    const known = new Set(state.calls.map((call) => call.id));
    state.calls = [...calls.filter((call) => !known.has(call.id)), ...state.calls].sort((one, other) => one.id - other.id);
    draw();
  }).catch((error) => error.status === 404 || complain(error));
}

function calls() {
  const phone = activePhone();
  if (!phone) return html`<p class="empty">${t("noPhone")}</p>`;
  loadCalls(phone.chat);
  const rows = state.calls.filter((call) => call.chat === phone.chat).slice(-MOST).reverse();
  return html`<p class="note">${t("callsNote")}</p>
    ${rows.length ? nothing : html`<p class="empty">${t("noCalls")}</p>`}
    <ol class="calls">${rows.map((call) => html`<li>
      <details><summary><code>${call.method}</code><span class="code ${call.code >= 400 ? "bad" : ""}">${call.code}</span>
        <time datetime=${call.at}>${shortDay(Date.parse(call.at))} ${second(Date.parse(call.at))}</time></summary>
        ${call.fault ? html`<p class="error">${t("faultMade", { kind: call.fault })}</p>` : nothing}
        <pre tabindex="0">${JSON.stringify(call.params, null, 1)}</pre></details></li>`)}</ol>`;
}
