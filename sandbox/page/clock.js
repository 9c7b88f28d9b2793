// The clock: what time it is in this little world, and every way to move it.

import { activePhone, cellOf, goToNext, move, nextPush, playMonth, setSpeed, stopPlay } from "./actions.js";
import { icon } from "./icons.js";
import { kindWord } from "./backstage.js";
import { draw, now, remember, state } from "./store.js";
import { html, nothing } from "./vendor/lit-html/lit-html.js";
import { fieldValue, fromField, hour, longDay, shortDay } from "./when.js";
import { t } from "./words/index.js";

const SPEEDS = [3600, 21_600, 86_400, 259_200];     // simulated seconds in one real second

export function clock() {
  const moment = now();
  const moving = Boolean(state.busy) || state.play.running;
  return html`
    <section class="clock" aria-labelledby="clock-title">
      <h2 id="clock-title" class="hidden">${t("clock")}</h2>
      <p class="now ${state.busy ? "moving" : ""}"><span class="hidden">${t("nowIs")} </span><b>${hour(moment)}</b><span>${longDay(moment)}</span></p>
      <button class="big" data-tour="next" ?disabled=${moving} @click=${goToNext} aria-describedby="next-what">
        ${icon("next")}<span>${t("nextEvent")}<small id="next-what">${nextWords()}</small></span></button>
      <div class="moves"><div class="group">
        <button data-tour="hour" ?disabled=${moving} @click=${() => move("hour", { advance: "1h" })}>${t("plusHour")}</button>
        <button data-tour="day" ?disabled=${moving} @click=${() => move("day", { advance: "1d" })}>${t("plusDay")}</button>
      </div>
      <form class="group to" @submit=${to}>
        <label class="hidden" for="to-date">${t("toDate")}</label>
        <input id="to-date" type="datetime-local" name="to" required .defaultValue=${fieldValue(moment + 86_400_000).replace(/T.*/, "T08:00")}>
        <button ?disabled=${moving}>${t("go")}</button>
      </form>
      ${play(moment, moving)}</div>
      <p class="hidden" role="status">${state.busy ? t("moving") : ""}</p>
    </section>`;
}

function nextWords() {
  const push = nextPush();
  if (push) return `${hour(Date.parse(push.due_at))} ${shortDay(Date.parse(push.due_at))} · ${kindWord(push.kind)}`;
  return t(state.scope === "cell" && cellOf(activePhone()) && state.operator.there ? "nothingForCell" : "whateverIsNext");
}

function to(event) {
  event.preventDefault();
  move("to", { to: fromField(event.target.elements.to.value) });
}

function play(moment, moving) {
  const { running, speed, pause, from, until } = state.play;
  return html`<div class="group play">
    ${running
      ? html`<button class="stop" data-tour="play" @click=${stopPlay}>${icon("stop")}${t("stop")}</button>
          <progress max=${until - from} value=${Math.min(moment - from, until - from)} aria-label=${t("playing", { day: shortDay(until) })}></progress>
          <span class="until">→ ${shortDay(until)}</span>`
      : html`<button data-tour="play" ?disabled=${moving} @click=${playMonth}>${icon("play")}${t("playMonth")}</button>`}
    <select aria-label=${t("speed")} @change=${(event) => setSpeed(Number(event.target.value))}>
      ${SPEEDS.map((each) => html`<option value=${each} ?selected=${each === speed}>${t(`speed_${each}`)}</option>`)}
    </select>
    ${running ? nothing : html`<label class="check"><input type="checkbox" .checked=${pause}
      @change=${(event) => { state.play.pause = event.target.checked; remember({ pause: event.target.checked }); draw(); }}> ${t("pauseOnNews")}</label>`}
  </div>`;
}
