// Middle: a person's phone with one chat open, in the look of Telegram or of Zalo.

import { botOf, closePhone, correct, follow, groupsOf, privateChat, say, sendPicture, setMembership, turnTo, unreadIn } from "./actions.js";
import { avatar } from "./avatar.js";
import { bubble } from "./bubble.js";
import { roleOf } from "./directory.js";
import { icon } from "./icons.js";
import { draw, now, state } from "./store.js";
import { html, nothing } from "./vendor/lit-html/lit-html.js";
import { repeat } from "./vendor/lit-html/directives/repeat.js";
import { hour, longDay } from "./when.js";
import { t } from "./words/index.js";

const QUICK = { private: ["/agenda", "Dự", "Muộn 15 phút", "BÁO VẮNG", "/phatbieu", "TRỢ GIÚP"], group: ["/agenda", "Dự", "ko du dc, truc co quan"] };

export function phones() {
  if (!state.phones.length) return html`<p class="empty">${t(state.people.size || !state.online ? "noPhone" : "emptyWorld")}</p>`;
  return repeat(state.phones, (phone) => phone.key, phoneOf);
}

function phoneOf(phone, place) {
  const person = state.people.get(phone.person);
  if (!person) return nothing;
  const active = place === state.active;
  const [, where] = chatsOf(person).find(([chat]) => chat === phone.chat) ?? [];
  return html`
    <section class="phone ${person.network} ${active ? "active" : ""}" aria-label=${`${t("phoneOf")} ${person.name}, ${where}`} data-phone=${place}
      @focusin=${() => activate(place)} @pointerdown=${() => activate(place)}>
      <header class="owner">
        ${avatar(person.name)}
        <div class="who"><h2 id="owner-${phone.key}"><span class="hidden">${t("phoneOf")} </span>${person.name}</h2><small>${roleOf(person)}</small></div>
        <button class="close" aria-label=${t("closePhone", { name: person.name })} @click=${() => closePhone(place)}>${icon("close")}</button>
      </header>
      <div class="device">
        <div class="status" aria-hidden="true"><span>${hour(now())}</span><span>${person.network === "zalo" ? "Zalo" : "Telegram"}</span></div>
        ${tabs(phone, person)}
        ${screen(phone, person, active)}
      </div>
    </section>`;
}

function activate(place) {
  if (state.active !== place) { state.active = place; draw(); }
}

function chatsOf(person) {
  return [[privateChat(person), t("private")], ...groupsOf(person).map((group) => [group.id, t("group")])];
}

function tabs(phone, person) {
  return html`<div class="chats" role="group" aria-label=${t("chatsOf", { name: person.name })}>
    ${chatsOf(person).map(([chat, label]) => html`
      <button aria-pressed=${phone.chat === chat} @click=${() => turnTo(phone, chat)}>${label}${unreadIn(chat)
        ? html`<span class="news" title=${t("hasNews")}></span><span class="hidden">, ${t("hasNews")}</span>` : nothing}</button>`)}
  </div>`;
}

function screen(phone, person, active) {
  const chat = state.chats.get(phone.chat);
  const bot = botOf(person);
  const group = chat?.type === "group";
  const title = group ? chat.title : (bot?.name ?? t("bot"));
  const messages = state.messages.get(phone.chat) ?? [];
  const byId = new Map(messages.map((message) => [message.id, message]));
  if (messages.length) {
    const last = messages.at(-1).id;
    if (last > (state.read.get(phone.chat) ?? 0)) state.read.set(phone.chat, last);
  }
  return html`
    <header class="chat-head">${avatar(title, { group })}
      <div class="who"><h3>${title}</h3><small>${group ? t("members", { n: chat.people.length }) : t("bot")}</small></div></header>
    <div class="log" tabindex="0" role="log" aria-live=${active ? "polite" : "off"} aria-label=${t("logOf", { title })} data-log=${phone.chat}><ol>
      ${messages.length ? nothing : html`<li class="service">${t(group ? "quietGroup" : "quietChat")}</li>`}
      ${repeat(messages, (message) => `${phone.chat} ${message.id}`, (message, place) => html`
        ${dayChanged(messages, place) ? html`<li class="service day">${longDay(Date.parse(message.at))}</li>` : nothing}
        ${bubble(phone, message, { group, network: person.network, quoted: byId.get(message.reply_to) })}`)}
    </ol></div>
    ${phone.toast ? toast(phone) : nothing}
    ${foot(phone, person, chat, bot, byId)}`;
}

function dayChanged(messages, place) {
  const dayOf = (message) => longDay(Date.parse(message.at));
  return place === 0 || dayOf(messages[place]) !== dayOf(messages[place - 1]);
}

function toast(phone) {
  return html`<div class="toast ${phone.toast.stays ? "stays" : ""}" role=${phone.toast.stays ? "alert" : "status"} aria-label=${t("answer")}>
    <p>${phone.toast.text}</p>
    ${phone.toast.stays ? html`<button @click=${() => { phone.toast = null; draw(); }}>${t("ok")}</button>` : nothing}</div>`;
}

// --- below the messages: what one can write

function foot(phone, person, chat, bot, byId) {
  if (chat?.blocked) {
    return html`<div class="foot"><p class="notice">${t("blockedHere")}</p>
      <button class="wide" @click=${() => setMembership("unblock", { person: person.id, bot: bot.username })}>${t("unblock")}</button></div>`;
  }
  const neverOpened = !chat && person.network === "telegram";
  if (neverOpened) {
    return html`<div class="foot"><button class="wide start" @click=${() => follow(phone, `https://t.me/${bot?.username}`)}>
      ${t("start")}</button></div>`;
  }
  const about = byId.get(phone.editing ?? phone.replyTo);
  const group = chat?.type === "group";
  return html`<div class="foot">
    <div class="quick" role="group" aria-label=${t("quick")}>
      ${group && person.network === "zalo" ? html`<span class="at" title=${t("mentionWhy")}>@${bot?.name}</span>` : nothing}
      ${QUICK[group ? "group" : "private"].map((text) => html`<button @click=${() => say(phone, text)}>${text}</button>`)}</div>
    ${about ? html`<p class="about"><b>${t(phone.editing ? "correcting" : "replying")}</b> ${about.text.slice(0, 80)}
      <button aria-label=${t("cancel")} @click=${() => { phone.replyTo = phone.editing = null; draw(); }}>${icon("close")}</button></p>` : nothing}
    <form class="write" @submit=${(event) => submit(event, phone)}>
      <label class="hidden" for="text-${phone.key}">${t("writeAs", { name: person.name })}</label>
      <textarea id="text-${phone.key}" rows="1" placeholder=${group ? t(`write_${person.network}_group`) : t("write")}
        @keydown=${(event) => keyed(event, phone)} @input=${(event) => grow(event.target)}></textarea>
      <button type="button" class="plain" title=${t("sendPictureWhy")} aria-label=${t("sendPicture")} @click=${() => sendPicture(phone)}>${icon("picture")}</button>
      <button class="send" aria-label=${t("send")}>${icon("send")}</button>
    </form>
  </div>`;
}

function keyed(event, phone) {
  if (event.key === "Escape" && (phone.replyTo || phone.editing)) {
    phone.replyTo = phone.editing = null;
    draw();
  }
  // Enter also ends a syllable while one types Vietnamese by an input method.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
}

function grow(field) {
  field.rows = Math.min(4, field.value.split("\n").length + Math.floor(field.value.length / 48));
}

async function submit(event, phone) {
  event.preventDefault();
  const field = event.target.querySelector("textarea");
  const text = field.value.trim();
  if (!text) return;
  field.value = "";
  field.rows = 1;
  if (phone.editing) {
    const message = phone.editing;
    phone.editing = null;
    await correct(phone, message, text);
  } else if (!(await say(phone, text))) field.value = text;
}

// --- after each drawing: keep the newest message in sight, unless somebody scrolled up to read

export function keepInSight() {
  for (const log of document.querySelectorAll("[data-log]")) {
    if (log.shownChat !== log.dataset.log) { log.shownChat = log.dataset.log; log.up = false; }
    log.onscroll ??= () => { log.up = log.scrollHeight - log.scrollTop - log.clientHeight > 80; };
    if (!log.up) log.scrollTop = log.scrollHeight;
  }
}
