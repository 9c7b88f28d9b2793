// The guided tour: one card that says what to press, points at it, and notices when it was done.

import { isOrganiser, privateChat, show } from "./actions.js";
import { icon } from "./icons.js";
import { STEPS } from "./tour-steps.js";
import { announce, draw, now, remember, state } from "./store.js";
import { html, nothing } from "./vendor/lit-html/lit-html.js";
import { t } from "./words/index.js";

export function tourOffer() {
  Object.assign(state.tour, { open: true, step: -1 });
  state.pane = "phones";
  draw();
}

function leave() {
  state.tour.open = false;
  remember({ toured: true });
  draw();
}

// --- who plays: a cell whose invitation comes soonest, a member of it, and its secretary

export function cast(network) {
  const opened = (person) => state.chats.has(privateChat(person));
  const invitations = state.operator.pushes.filter((push) => push.kind === "invitation").map((push) => push.organisation);
  const soon = (group) => (invitations.includes(group.title) ? invitations.indexOf(group.title) : 1e6);
  const groups = [...state.chats.values()]
    .filter((chat) => chat.type === "group" && chat.network === network && chat.bots.length && !chat.migrated_to)
    .sort((one, other) => soon(one) - soon(other) || one.people.length - other.people.length);
  for (const group of groups) {
    const people = group.people.map((id) => state.people.get(id)).filter((person) => person && opened(person));
    const organiser = people.find((person) => /thư ký/i.test(person.role ?? "")) ?? people.find(isOrganiser);
    const members = people.filter((person) => !isOrganiser(person));
    if (organiser && members.length) return { group: group.id, organiser: organiser.id, member: members[0].id, members: members.map((each) => each.id) };
  }
  return null;
}

function begin(network) {
  const chosen = cast(network);
  if (!chosen) return announce(t("tourNobody"));
  Object.assign(state.tour, { network, cast: chosen, step: -1, done: [] });
  return go(0);
}

// --- one step

export const context = () => {
  const { cast: chosen, mark } = state.tour;
  const member = state.people.get(chosen.member);
  const organiser = state.people.get(chosen.organiser);
  const messages = (chat) => state.messages.get(chat) ?? [];
  return {
    ...chosen,
    mark,
    memberChat: privateChat(member),
    organiserChat: privateChat(organiser),
    names: { member: member.name, organiser: organiser.name, group: state.chats.get(chosen.group)?.title ?? "" },
    heard: (chat, words = /./) => messages(chat).some((each) => each.from_bot && each.rev > mark.rev && words.test(each.text)),
    offers: (chat, words) => messages(chat).some((each) => each.from_bot && (words.test(each.text) || each.buttons.some((button) => words.test(button.label)))),
    said: (chat, words) => messages(chat).some((each) => !each.from_bot && each.rev > mark.rev && words.test(each.text)),
  };
};

const newestRev = () => Math.max(0, ...[...state.messages.values()].map((each) => Math.max(0, ...each.map((message) => message.rev))));

function go(place) {
  const { tour } = state;
  if (place >= STEPS.length) {
    tour.step = STEPS.length;
    remember({ toured: true });
    draw();
    return;
  }
  if (STEPS[place].possible?.() === false) {
    tour.done[place] = true;
    go(place + 1);
    return;
  }
  tour.step = place;
  tour.mark = { rev: newestRev(), starts: state.supervisor.starts, now: now() };
  choosePlayer();
  const step = STEPS[place];
  const c = context();
  lay(step.phones(c));
  if (step.tab) state.tab = step.tab;
  state.pane = step.pane ?? "phones";
  announce(`${t("stepOf", { n: place + 1, all: STEPS.length })} ${t(`tour_${step.key}`, c.names)}`);
  draw();
  requestAnimationFrame(() => document.getElementById("tour-card")?.scrollIntoView({ block: "nearest" }));
}

// Who is exempt or away gets no invitation: then somebody else of the cell plays the member.
function choosePlayer() {
  const chosen = state.tour.cast;
  const invited = (id) => (state.messages.get(privateChat(state.people.get(id))) ?? []).some((each) => each.from_bot);
  if (!invited(chosen.member)) chosen.member = chosen.members.find(invited) ?? chosen.member;
}

function lay(wanted) {
  const there = (phone) => wanted.some(([person, chat]) => phone.person === person && phone.chat === chat);
  state.phones = state.phones.filter(there);
  for (const [person, chat] of wanted) show(person, chat, { beside: true, focus: false });
  state.phones.sort((one, other) => order(wanted, one) - order(wanted, other));
  state.active = 0;
}

const order = (wanted, phone) => wanted.findIndex(([person, chat]) => phone.person === person && phone.chat === chat);

export function tourNotices() {
  const { tour } = state;
  const step = STEPS[tour.step];
  if (!tour.open || !step || tour.done[tour.step]) return;
  if (step.done(context())) {
    tour.done[tour.step] = true;
    announce(`${t("stepDone")} ${t(`tour_${step.key}_seen`, context().names)}`);
    draw();
  }
}

// --- drawing

export function tour() {
  const { open, step } = state.tour;
  if (!open || !state.phones.length) return nothing;
  return html`<section class="tour" id="tour-card" aria-labelledby="tour-title">
    ${step < 0 ? offer() : step >= STEPS.length ? end() : card(STEPS[step], step)}</section>`;
}

function offer() {
  const networks = ["telegram", "zalo"].filter((network) => [...state.chats.values()].some((chat) => chat.network === network && chat.type === "group"));
  return html`<div><h2 id="tour-title">${t("tourTitle")}</h2><p>${t("tourWhat")}</p></div>
    <div class="acts">${networks.map((network) => html`<button class="primary" data-begin=${network} @click=${() => begin(network)}>${t(`begin_${network}`)}</button>`)}
      <button @click=${leave}>${t("later")}</button></div>`;
}

function card(step, place) {
  const done = state.tour.done[place];
  const { names } = context();
  return html`
    <div><p class="count"><b>${t("stepOf", { n: place + 1, all: STEPS.length })}</b>
        <progress max=${STEPS.length} value=${place + (done ? 1 : 0)} aria-label=${t("tour")}></progress></p>
      <h2 id="tour-title">${t(`tour_${step.key}`, names)}</h2>
      <p>${done ? html`<span class="done">${icon("check")}${t("stepDone")}</span> ${t(`tour_${step.key}_seen`, names)}` : t(`tour_${step.key}_do`, names)}</p></div>
    <div class="acts">
      ${done ? html`<button class="primary" data-tour="continue" @click=${() => go(place + 1)}>${t(place + 1 < STEPS.length ? "continue" : "finish")}</button>`
        : html`<button class="primary" @click=${showMe}>${t("showMe")}</button>
          <button @click=${() => go(place + 1)}>${t("skipStep")}</button>`}
    </div>
    <button class="quiet leave" aria-label=${t("leaveTour")} title=${t("leaveTour")} @click=${leave}>${icon("close")}</button>`;
}

function end() {
  return html`<div><h2 id="tour-title">${t("tourEnd")}</h2><p>${t("tourEndWhat")}</p></div>
    <div class="acts"><button class="primary" @click=${leave}>${t("finish")}</button>
      <button @click=${tourOffer}>${t("otherNetwork")}</button></div>`;
}

// --- pointing

function target() {
  const { open, step, done } = state.tour;
  if (!open || !STEPS[step]) return null;
  if (done[step]) return document.querySelector('[data-tour="continue"]');
  return STEPS[step].target(context());
}

function showMe() {
  const found = target();
  if (!found) return;
  const pane = found.closest(".directory") ? "people" : found.closest(".backstage") ? "behind" : "phones";
  if (state.pane !== pane && !found.closest(".top")) { state.pane = pane; draw(); }
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  setTimeout(() => {
    found.scrollIntoView({ block: "center", inline: "center", behavior: still ? "auto" : "smooth" });
    found.focus({ preventScroll: true });
  }, 60);
}

let pointed = null;
export function pointOut() {
  const found = target();
  if (found === pointed) return;
  pointed?.removeAttribute("data-pointed");
  found?.setAttribute("data-pointed", "");
  pointed = found;
}
