// One message on a phone: text with links and numbered choices, quote, document, buttons, and whether it was heard.

import { follow, say, tap } from "./actions.js";
import { icon } from "./icons.js";
import { draw, state } from "./store.js";
import { html, nothing } from "./vendor/lit-html/lit-html.js";
import { hour } from "./when.js";
import { t } from "./words/index.js";

const PIECES = /(https?:\/\/[^\s)]+[^\s).,;:!?])|(?<![\w/])(\/[a-z_]{2,32})(?![\w/])/g;
const NUMBERED = /^(\d{1,2})\s+–\s+(.+)$/;

export function bubble(phone, message, { group, network, quoted }) {
  if (message.kind === "service") return html`<li class="service">${message.text}</li>`;
  const mine = message.from === phone.person;
  // The class alternates with each change, so that an edited card is seen to change.
  return html`<li class="message ${mine ? "mine" : "theirs"} ${message.from_bot ? "bot" : ""} fresh-${message.rev % 2}" data-message=${message.id}>
    <div class="bubble">
      ${group && !mine ? html`<b class="from">${message.from_name}</b>` : html`<span class="hidden">${mine ? t("youSaid") : message.from_name}: </span>`}
      ${quoted ? html`<blockquote><b>${quoted.from_name}</b><span>${quoted.text.slice(0, 90)}</span></blockquote>` : nothing}
      ${message.document ? document_(message.document) : nothing}
      <div class="text">${lines(phone, message, network)}</div>
      <p class="meta">${message.edited ? t("edited") : ""} <time datetime=${message.at}>${hour(Date.parse(message.at))}</time>
        ${tools(phone, message, mine, network)}</p>
    </div>
    ${buttons(phone, message)}
    ${mine && state.unheard.has(`${phone.chat} ${message.id}`) ? html`<p class="unheard">${t(`unheard_${network}`)}</p>` : nothing}
  </li>`;
}

function tools(phone, message, mine, network) {
  const choose = (what) => () => {
    phone.replyTo = phone.editing = null;
    phone[what] = message.id;
    draw();
    const field = document.getElementById(`text-${phone.key}`);
    if (what === "editing") field.value = message.text;
    field.focus();
  };
  return html`<span class="tools">
    <button title=${t("reply")} aria-label=${t("replyTo", { name: message.from_name })} @click=${choose("replyTo")}>${icon("reply")}</button>
    ${mine && network === "telegram" ? html`<button title=${t("edit")} aria-label=${t("edit")} @click=${choose("editing")}>${icon("edit")}</button>` : nothing}</span>`;
}

function lines(phone, message, network) {
  const chosen = network === "zalo" && message.from_bot;
  return message.text.split("\n").map((line, place) => {
    const choice = chosen && NUMBERED.exec(line);
    if (choice) {
      return html`<button class="choice" @click=${() => say(phone, choice[1], { replyTo: null })}>
        <span>${choice[1]}</span><span class="hidden"> – </span>${choice[2]}</button>`;
    }
    return html`${place && !NUMBERED.test(message.text.split("\n")[place - 1]) ? "\n" : ""}${linked(phone, line, message, network)}`;
  });
}

function linked(phone, line, message, network) {
  const parts = [];
  const named = network === "zalo" && [...state.bots.values()].find((bot) => line.replaceAll("\u00a0", " ").startsWith(`@${bot.name}`));
  let end = named ? named.name.length + 1 : 0;
  if (named) parts.push(html`<b class="mention">${line.slice(0, end)}</b>`);
  for (const found of line.matchAll(PIECES)) {
    const [whole, link, command] = found;
    if (command && (network !== "telegram" || !message.from_bot)) continue;
    parts.push(line.slice(end, found.index));
    parts.push(html`<button class="link" @click=${() => (link ? follow(phone, link) : say(phone, command))}>${whole}</button>`);
    end = found.index + whole.length;
  }
  parts.push(line.slice(end));
  return parts;
}

function document_(file) {
  if (/^image\//.test(file.mime) && file.kind === "photo") {
    return html`<a class="document" href=${file.url} download=${file.name}>${icon("picture")}<span>${file.name}</span></a>`;
  }
  return html`<a class="document" href=${file.url} download=${file.name}>${icon("paper")}
    <span>${file.name}<small>${Math.max(1, Math.round(file.size / 1024))} KB</small></span></a>`;
}

function buttons(phone, message) {
  if (!message.buttons.length) return nothing;
  const rows = [];
  for (const button of message.buttons) (rows[button.row] ??= []).push(button);
  return html`<div class="keys" role="group" aria-label=${t("buttons")}>
    ${rows.map((row) => html`<div>${row.map((button) => html`
      <button class="key ${button.style ?? ""}" data-verb=${(button.data ?? "").split(":")[0]}
        @click=${() => tap(phone, message, button)}>${button.label}${button.kind === "url" ? icon("out") : nothing}</button>`)}</div>`)}
  </div>`;
}
