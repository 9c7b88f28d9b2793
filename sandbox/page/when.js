// Times as people in Viet Nam write them, whatever the zone of the machine that shows the page.

import { state } from "./store.js";

const ZONE = "Asia/Ho_Chi_Minh";
const OFFSET = "+07:00";
const made = new Map();

function format(name, options) {
  const key = `${state.lang} ${name}`;
  if (!made.has(key)) {
    const locale = state.lang === "vi" ? "vi-VN" : "en-GB";
    made.set(key, new Intl.DateTimeFormat(locale, { timeZone: ZONE, hourCycle: "h23", ...options }));
  }
  return made.get(key);
}

const asDate = (moment) => new Date(moment);

export const hour = (moment) => format("hour", { hour: "2-digit", minute: "2-digit" }).format(asDate(moment));
export const second = (moment) =>
  format("second", { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(asDate(moment));
export const day = (moment) => format("day", { day: "2-digit", month: "2-digit", year: "numeric" }).format(asDate(moment));
export const shortDay = (moment) => day(moment).slice(0, 5);
export const weekday = (moment) => format("weekday", { weekday: "long" }).format(asDate(moment));
export const longDay = (moment) => `${weekday(moment)}, ${day(moment)}`;

// "2026-12-05T19:30" as <input type="datetime-local"> has it, and back.
export function fieldValue(moment) {
  return new Date(moment + 7 * 3600_000).toISOString().slice(0, 16);
}
export const fromField = (value) => `${value}:00${OFFSET}`;

export function firstOfNextMonth(moment) {
  const local = new Date(moment + 7 * 3600_000);
  return Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 1) - 7 * 3600_000;
}

// "10 ngày", "3 giờ": a length of time in its largest fitting unit.
export function span(milliseconds, t) {
  const minutes = Math.round(Math.abs(milliseconds) / 60_000);
  if (minutes >= 36 * 60) return t("days", { n: Math.round(minutes / 1440) });
  if (minutes >= 90) return t("hours", { n: Math.round(minutes / 60) });
  return t("minutes", { n: minutes });
}
