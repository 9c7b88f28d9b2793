// The words of the page, in the language chosen.

import { state } from "../store.js";
import { en } from "./en.js";
import { vi } from "./vi.js";

const LANGUAGES = { vi, en };

export function t(key, values = {}) {
  const text = LANGUAGES[state.lang][key];
  if (text === undefined) throw new Error(`words: ${key} is missing in ${state.lang}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

export const has = (key) => key in vi;

// For searching: without marks and capitals, "Nguyễn Thị Hòa" is found by "hoa".
export const fold = (text) =>
  text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();
