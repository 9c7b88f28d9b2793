// The ten steps through one month of a cell. Each names its words (tour_KEY…), the phones it needs, what to press,
// and what has to be seen on the phones before it counts as done.

import { state } from "./store.js";

const CHOICES = /Tôi dự/;

const phoneWith = (chat) =>
  [...document.querySelectorAll("[data-log]")].find((each) => each.dataset.log === chat)?.closest(".phone");

// Something one can press on the phone with this chat, by its words: the newest that fits.
function pressable(chat, words, where) {
  const all = [...(phoneWith(chat)?.querySelectorAll(where) ?? [])];
  return all.findLast((each) => words.test(each.textContent.replace(/\s+/g, " "))) ?? null;
}

const onPhone = (chat, words) => pressable(chat, words, ".key, .choice");
const quick = (chat, words) => pressable(chat, words, ".quick button");

const marked = (name) => document.querySelector(`[data-tour="${name}"]`);
const three = (c) => [[c.member, c.group], [c.member, c.memberChat], [c.organiser, c.organiserChat]];
const privateFirst = (c) => [[c.member, c.memberChat], [c.organiser, c.organiserChat], [c.member, c.group]];

export const STEPS = [
  {
    key: "invite",
    phones: three,
    tab: "coming",
    target: () => marked("next"),
    done: (c) => c.offers(c.group, CHOICES) && c.offers(c.organiserChat, CHOICES),
  },
  {
    key: "absent",
    phones: three,
    target: (c) => onPhone(c.group, /xin vắng/),
    done: (c) => c.heard(c.memberChat, /lý do/i) || c.heard(c.group, /lý do/i),
  },
  {
    key: "reason",
    phones: privateFirst,
    target: (c) => onPhone(c.memberChat, /Công tác/) ?? onPhone(c.memberChat, /./),
    done: (c) => c.heard(c.organiserChat, /vắng/i),
  },
  {
    key: "words",
    phones: privateFirst,
    target: (c) => quick(c.memberChat, /Muộn/),
    done: (c) => c.said(c.memberChat, /./) && c.heard(c.memberChat, /muộn/i),
  },
  {
    key: "speak",
    phones: privateFirst,
    target: (c) => (c.said(c.memberChat, /phatbieu/)
      ? onPhone(c.memberChat, /Mục \d|Câu hỏi \d|Nêu tên|Bỏ qua|Gửi/) : quick(c.memberChat, /phatbieu/)),
    done: (c) => c.heard(c.memberChat, /Đã ghi nhận (đăng ký phát biểu|ý kiến)/),
  },
  {
    key: "agenda",
    phones: three,
    target: (c) => quick(c.group, /agenda/),
    done: (c) => (c.said(c.group, /agenda/i) && c.heard(c.group)) || (c.said(c.memberChat, /agenda/i) && c.heard(c.memberChat)),
  },
  {
    key: "deadline",
    phones: (c) => [[c.organiser, c.organiserChat], [c.member, c.group], [c.member, c.memberChat]],
    tab: "coming",
    target: () => marked("go-deadline") ?? marked("next"),
    done: (c) => c.heard(c.organiserChat, /Đã hết hạn trả lời/),
  },
  {
    key: "kill",
    possible: () => state.supervisor.there,
    phones: privateFirst,
    tab: "faults",
    target: (c) => {
      const { running, starts } = state.supervisor;
      if (running && starts === c.mark.starts) return marked("fault-kill");
      if (!c.said(c.memberChat, /./)) return quick(c.memberChat, /agenda/);
      return running ? null : marked("fault-kill");
    },
    done: (c) => c.said(c.memberChat, /./) && c.heard(c.memberChat) && state.supervisor.starts > c.mark.starts,
  },
  {
    key: "presence",
    phones: (c) => [[c.organiser, c.organiserChat], [c.member, c.group], [c.member, c.memberChat]],
    tab: "coming",
    target: () => marked("go-presence") ?? marked("next"),
    done: (c) => c.heard(c.organiserChat, /ghi ai có mặt/),
  },
  {
    key: "month",
    phones: (c) => [[c.member, c.group], [c.organiser, c.organiserChat], [c.member, c.memberChat]],
    tab: "ledger",
    target: () => marked("play"),
    done: (c) => state.clock.now > c.mark.now + 3 * 86_400_000,
  },
];
