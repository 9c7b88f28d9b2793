// Line icons, drawn here so that nothing is loaded from elsewhere. They say nothing to a screen reader: the words beside them do.

import { svg, html } from "./vendor/lit-html/lit-html.js";

const PATHS = {
  next: svg`<path d="M5 4l9 8-9 8z"/><path d="M18 4v16"/>`,
  play: svg`<path d="M6 4l14 8-14 8z"/>`,
  stop: svg`<path d="M6 6h12v12H6z"/>`,
  close: svg`<path d="M6 6l12 12M18 6L6 18"/>`,
  plus: svg`<path d="M12 5v14M5 12h14"/>`,
  send: svg`<path d="M4 12l16-8-6 16-3-7z"/>`,
  reply: svg`<path d="M10 7l-5 5 5 5"/><path d="M5 12h9a6 6 0 0 1 6 6"/>`,
  edit: svg`<path d="M4 20l1-5L16 4l4 4L9 19z"/>`,
  picture: svg`<path d="M4 5h16v14H4z"/><path d="M4 16l5-5 5 5 2-2 4 4"/><circle cx="15" cy="9" r="1.5"/>`,
  paper: svg`<path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4"/>`,
  out: svg`<path d="M9 5h10v10M19 5L6 18"/>`,
  people: svg`<circle cx="9" cy="8" r="3.5"/><path d="M3 20c0-4 3-6 6-6s6 2 6 6"/><path d="M16 5a3.5 3.5 0 0 1 0 6.5M18 14.5c2 .8 3.5 2.8 3.5 5.5"/>`,
  phone: svg`<rect x="7" y="3" width="10" height="18" rx="2"/><path d="M11 18h2"/>`,
  gears: svg`<path d="M4 7h9M17 7h3M4 17h3M11 17h9M4 12h3M11 12h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="12" r="2"/><circle cx="9" cy="17" r="0"/>`,
  search: svg`<circle cx="11" cy="11" r="6"/><path d="M16 16l4 4"/>`,
  guide: svg`<circle cx="12" cy="12" r="9"/><path d="M15 9l-2 4-4 2 2-4z"/>`,
  light: svg`<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M6 6l1 1M17 17l1 1M18 6l-1 1M7 17l-1 1"/>`,
  dark: svg`<path d="M20 14A8 8 0 1 1 10 4a7 7 0 0 0 10 10z"/>`,
  chevron: svg`<path d="M9 6l6 6-6 6"/>`,
  check: svg`<path d="M5 12l5 5 9-10"/>`,
};

export const icon = (name) =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${PATHS[name]}</svg>`;
