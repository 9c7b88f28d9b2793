// The page as a whole: its parts, the frame around them, and the order in which they are drawn.

import { clearFaults, privateChat, show, supervise, turnTo } from "./actions.js";
import { backstage } from "./backstage.js";
import { clock } from "./clock.js";
import { directory } from "./directory.js";
import { icon } from "./icons.js";
import { keepInSight, phones } from "./phone.js";
import { draw, drawWith, hear, listen, loadStateSoon, loadSupervisor, remember, state } from "./store.js";
import { cast, pointOut, tour, tourNotices, tourOffer } from "./tour.js";
import { html, nothing, render } from "./vendor/lit-html/lit-html.js";
import { t } from "./words/index.js";

const PANES = { people: ["directory", "people"], phones: ["phones", "phone"], behind: ["backstage", "gears"] };

function page() {
  return html`
    <a class="skip" href="#phones" @click=${jump}>${t("skipToPhones")}</a>
    <a class="skip" href="#backstage" @click=${jump}>${t("skipToBackstage")}</a>
    <header class="top">
      <h1><img src="/page/icon.svg" alt="" width="28" height="28"><span>Trợ lý Chi bộ <small>${t("sandbox")}</small></span></h1>
      ${clock()}
      <div class="settings">
        ${state.tour.open ? nothing : html`<button @click=${tourOffer} aria-label=${t("tour")}>${icon("guide")}<span>${t("tour")}</span></button>`}
        <button lang=${state.lang === "vi" ? "en" : "vi"} @click=${switchLanguage} aria-label=${state.lang === "vi" ? "English" : "Tiếng Việt"}>${state.lang === "vi" ? "EN" : "VI"}</button>
        <button @click=${switchTheme} aria-label=${t(isDark() ? "lightTheme" : "darkTheme")} title=${t(isDark() ? "lightTheme" : "darkTheme")}>${icon(isDark() ? "light" : "dark")}</button>
      </div>
    </header>
    ${notices()}
    <main class="body show-${state.pane}">
      ${directory()}
      ${tour()}
      <div class="pane middle" id="phones" tabindex="-1" aria-label=${t("phones")} role="region">
        <div class="phones">${phones()}</div>
      </div>
      ${backstage()}
    </main>
    <nav class="panes" aria-label=${t("parts")}>
      ${Object.entries(PANES).map(([pane, [, sign]]) => html`<button aria-pressed=${state.pane === pane} data-pane=${pane}
        @click=${() => { state.pane = pane; draw(); }}>${icon(sign)}${t(`pane_${pane}`)}</button>`)}
    </nav>
    <p class="hidden" aria-live="polite">${state.said}</p>`;
}

function notices() {
  const { supervisor, faults } = state;
  return html`<div class="notices">
    ${state.online === false ? html`<p role="status">${t("reconnecting")}</p>` : nothing}
    ${supervisor.there && !supervisor.running ? html`<p role="status">${t("botIsDown")}
      <button ?disabled=${Boolean(supervisor.acting)} @click=${() => supervise("start")} data-tour="start">${t("fault_kill_end")}</button></p>` : nothing}
    ${faults.length ? html`<p role="status">${t("faultsOn", { n: faults.length })}
      <button @click=${() => clearFaults()}>${t("clearFaults")}</button></p>` : nothing}
    ${state.error ? html`<p class="wrong" role="alert">${state.error}
      <button @click=${() => { state.error = ""; draw(); }}>${t("ok")}</button></p>` : nothing}</div>`;
}

function jump(event) {
  const target = event.currentTarget.hash.slice(1);
  const pane = Object.entries(PANES).find(([, [id]]) => id === target)?.[0];
  if (pane) { state.pane = pane; drawing(); }
  document.getElementById(target)?.focus();
}

// --- language and light

function switchLanguage() {
  state.lang = state.lang === "vi" ? "en" : "vi";
  remember({ lang: state.lang });
  draw();
}

const system = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (state.theme === "auto" ? system.matches : state.theme === "dark");
function switchTheme() {
  state.theme = isDark() ? "light" : "dark";
  remember({ theme: state.theme });
  draw();
}
system.addEventListener("change", draw);

// --- the first three phones: the group, a member, the secretary, so that one tap is seen at three places

let laid = false;
function firstPhones() {
  if (laid || !state.online || !state.people.size) return;
  laid = true;
  const players = cast("telegram") ?? cast("zalo");
  const options = { beside: true, focus: false };
  if (players) {
    const { group, member, organiser } = players;
    show(member, group, options);
    show(member, privateChat(state.people.get(member)), options);
    show(organiser, privateChat(state.people.get(organiser)), options);
  } else {
    const [person] = state.people.values();
    show(person.id, privateChat(person), options);
  }
  state.active = 0;
}

function drawing() {
  firstPhones();
  document.documentElement.lang = state.lang;
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  render(page(), document.getElementById("page"));
  keepInSight();
  tourNotices();
  pointOut();
}

hear((kind, value) => {
  // A group that became a supergroup goes on under a new id.
  if (kind === "chat" && value.migrated_from) for (const phone of state.phones) if (phone.chat === value.migrated_from) turnTo(phone, value.chat);
});
drawWith(drawing);
drawing();
listen();
setInterval(draw, 1000);
// What nobody announces: the bot's process, and how much the networks hold for it.
setInterval(() => {
  if (!state.online) return;
  if (state.supervisor.there) loadSupervisor();
  if (state.tab === "faults" || state.waiting || !state.supervisor.running) loadStateSoon();
}, 2500);
