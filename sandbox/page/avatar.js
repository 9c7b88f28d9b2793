// A round sign with a person's initials, in a colour that stays theirs.

import { html } from "./vendor/lit-html/lit-html.js";

const COLOURS = 7;

function colourOf(name) {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return sum % COLOURS;
}

export function avatar(name, { group = false } = {}) {
  const words = name.split(/[\s–-]+/).filter(Boolean);
  const chosen = group ? words.slice(-2) : words.length > 1 ? [words[0], words.at(-1)] : words;
  const letters = chosen.map((word) => word[0].toUpperCase()).join("");
  return html`<span class="avatar colour-${colourOf(name)} ${group ? "of-group" : ""}" aria-hidden="true">${letters}</span>`;
}
