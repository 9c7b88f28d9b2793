// Left: the groups and their people; search, network, role, unread.

import { activePhone, cellOf, groupsOf, isOrganiser, openGroup, privateChat, show, unreadIn } from "./actions.js";
import { avatar } from "./avatar.js";
import { icon } from "./icons.js";
import { draw, state } from "./store.js";
import { html, nothing } from "./vendor/lit-html/lit-html.js";
import { live } from "./vendor/lit-html/directives/live.js";
import { fold, t } from "./words/index.js";

const SHOWN = 60;                                   // people listed under one group before "show all"
const ROLES = ["Bí thư", "Phó bí thư", "Chi ủy viên", "Thư ký", "Đảng viên"];
const NETWORKS = { telegram: "Telegram", zalo: "Zalo" };
const whole = new Set();                            // groups whose people are all shown

export function directory() {
  const { filter } = state;
  const sections = found();
  const count = sections.reduce((sum, section) => sum + section.people.length, 0);
  return html`
    <nav class="pane directory" id="directory" aria-labelledby="directory-title" tabindex="-1">
      <h2 id="directory-title">${t("people")}</h2>
      <div class="filters">
        <label class="search">${icon("search")}<span class="hidden">${t("search")}</span>
          <input type="search" placeholder=${t("search")} .value=${live(filter.text)} autocomplete="off" data-tour="search"
            @input=${(event) => set("text", event.target.value)}></label>
        <div class="row">
          ${select("network", t("network"), [["", t("allNetworks")], ...Object.entries(NETWORKS)])}
          ${select("role", t("role"), [["", t("allRoles")], ...roles().map((role) => [role, role])])}
        </div>
        <label class="check"><input type="checkbox" .checked=${live(filter.unread)}
          @change=${(event) => set("unread", event.target.checked)}> ${t("unreadOnly")}</label>
      </div>
      <p class="hidden" role="status">${filtering() ? t("found", { n: count }) : nothing}</p>
      <div class="scroll">
        ${sections.length ? sections.map(section) : html`<p class="empty">${t("nobodyFound")}</p>`}
      </div>
    </nav>`;
}

function select(name, label, options) {
  return html`<select aria-label=${label} @change=${(event) => set(name, event.target.value)}>
    ${options.map(([value, text]) => html`<option value=${value} ?selected=${state.filter[name] === value}>${text}</option>`)}
  </select>`;
}

const set = (name, value) => { state.filter[name] = value; draw(); };
const filtering = () => Boolean(state.filter.text || state.filter.role || state.filter.unread);

function roles() {
  const there = new Set([...state.people.values()].flatMap((person) => (person.role ?? "").split(", ")).filter(Boolean));
  return [...ROLES.filter((role) => there.has(role)), ...[...there].filter((role) => !ROLES.includes(role)).sort()];
}

function found() {
  const { text, network, role, unread } = state.filter;
  const wanted = fold(text.trim());
  const fits = (person) =>
    (!network || person.network === network) &&
    (!role || (person.role ?? "").split(", ").includes(role)) &&
    (!unread || unreadIn(privateChat(person))) &&
    (!wanted || fold(`${person.name} ${person.role ?? ""} ${person.username ?? ""} ${person.id}`).includes(wanted));
  const groups = [...state.chats.values()].filter(
    (chat) => chat.type === "group" && !chat.migrated_to && (!network || chat.network === network));
  const sections = groups.map((group) => {
    const named = wanted && fold(group.title).includes(wanted);
    const members = group.people.map((id) => state.people.get(id)).filter(Boolean);
    const people = named && !role && !unread ? members : members.filter(fits);
    return { group, people: people.sort((one, other) => isOrganiser(other) - isOrganiser(one)), named };
  }).filter(({ group, people, named }) => people.length || named || (!filtering() || (unread && !role && !wanted && unreadIn(group.id))));
  const alone = [...state.people.values()].filter((person) => !groupsOf(person).length && fits(person));
  return alone.length ? [...sections, { group: null, people: alone }] : sections;
}

function isOpen(group) {
  const { filter } = state;
  const key = group?.id ?? "";
  if (filter.open.has(`-${key}`)) return false;
  return filter.open.has(key) || filtering() || (group && cellOf(activePhone())?.id === group.id);
}

function toggle(group) {
  const { open } = state.filter;
  const key = group?.id ?? "";
  const opened = isOpen(group);
  open.delete(key);
  open.delete(`-${key}`);
  open.add(opened ? `-${key}` : key);
  draw();
}

function section({ group, people }) {
  const open = isOpen(group);
  const name = group?.title ?? t("inNoGroup");
  const all = whole.has(group?.id);
  const shown = all ? people : people.slice(0, SHOWN);
  return html`<section class="cell">
    <h3 class="cell-head">
      <button class="fold" aria-expanded=${open} aria-label=${t(open ? "hidePeople" : "showPeople", { name })} @click=${() => toggle(group)}>
        ${icon("chevron")}</button>
      ${group
        ? html`<button class="person ${shownNow(group.id) ? "shown" : ""}" @click=${() => openGroup(group)}
            aria-label=${t("openGroup", { name, network: NETWORKS[group.network], n: group.people.length }) + unreadWords(group.id)}>
            ${avatar(name, { group: true })}<span class="who"><b>${name}</b><small><i class="net ${group.network}">${NETWORKS[group.network]}</i>
            ${t("members", { n: group.people.length })}</small></span>${badge(group.id)}</button>
            ${beside(name, () => openGroup(group, { beside: true }))}`
        : html`<span class="person">${name}</span>`}
    </h3>
    ${open ? html`<ul>${shown.map(row)}</ul>
      ${people.length > shown.length ? html`<button class="more" @click=${() => { whole.add(group?.id); draw(); }}>
        ${t("showAll", { n: people.length })}</button>` : nothing}` : nothing}
  </section>`;
}

function row(person) {
  const chat = privateChat(person);
  return html`<li>
    <button class="person ${shownNow(chat) ? "shown" : ""}" @click=${() => show(person.id, chat)} data-person=${person.id}
      aria-label=${t("openPerson", { name: person.name, role: person.role ?? "" }) + unreadWords(chat)}>
      ${avatar(person.name)}<span class="who"><b>${person.name}</b><small>${person.role ?? NETWORKS[person.network]}</small></span>${badge(chat)}
    </button>${beside(person.name, () => show(person.id, chat, { beside: true }))}</li>`;
}

const shownNow = (chat) => state.phones.some((phone) => phone.chat === chat);
const unreadWords = (chat) => (unreadIn(chat) ? `, ${t("hasNews")}` : "");
const badge = (chat) => (unreadIn(chat) ? html`<span class="news" aria-hidden="true"></span>` : nothing);
const beside = (name, work) => html`<button class="beside" title=${t("openBeside")} aria-label=${t("openBesideOf", { name })}
  @click=${work}>${icon("plus")}</button>`;

export const roleOf = (person) => [person.role, groupsOf(person)[0]?.title ?? person.note].filter(Boolean).join(" · ");
