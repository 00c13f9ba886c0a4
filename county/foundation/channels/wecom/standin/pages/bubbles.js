// How a message looks, on either side.

import { say } from "./words.js";
import { make, moment, world } from "./world.js";

export function bubble(message, { own, name, pick, recall }) {
  const body = message.recalled
    ? make("em", {}, say("recalled"))
    : content(message, pick);
  const item = make("li", { className: `one ${own ? "own" : "other"}` },
    make("img", { src: "/_standin/avatar.svg", alt: "" }),
    make("div", { className: "box" },
      make("small", {}, [name, moment(message.at)].filter(Boolean).join(" · ")),
      make("div", { className: `bubble ${message.msgtype}` }, body)));
  const box = item.querySelector(".box");
  if (message.failed !== undefined && message.failed !== null) {
    box.append(make("small", { className: "wrong" }, `${say("failed")} (${message.failed})`));
  }
  if (recall && !message.recalled) {
    box.append(make("button", { type: "button", className: "quiet", onclick: recall }, say("recall")));
  }
  return item;
}

function content(message, pick) {
  const kind = message.msgtype;
  const part = message[kind] ?? {};
  const look = LOOKS[kind];
  return look ? look(part, message, pick) : make("span", {}, `[${kind}]`);
}

const LOOKS = {
  text: (part) => make("span", {}, ...linked(part.content ?? "")),
  markdown: (part) => make("span", {}, part.content ?? ""),
  image: (part) => make("img", { src: address(part.media_id), alt: say("picture"), className: "photo" }),
  voice: (part) => named(part, "voice"),
  video: (part) => named(part, "video"),
  file: (part) => named(part, "file"),
  location: (part) => make("span", {}, `📍 ${part.name ?? ""} ${part.address ?? ""}`,
    make("small", {}, `${part.latitude}, ${part.longitude}`)),
  link: (part) => outside(part.url, part.title, part.desc),
  news: (part) => outside(part.link, part.title, part.desc),
  ca_link: (part) => outside(part.link_url, part.link_url, ""),
  textcard: (part) => outside(part.url, part.title, part.description),
  miniprogram: (part) => make("span", {}, `[${part.title ?? "miniprogram"}]`),
  msgmenu: menu,
  welcome: attached,
  groupsend: attached,
};

// Addresses in a text can be opened, as in WeChat.
function linked(text) {
  return text.split(/(https?:\/\/[^\s，。；]+)/).map((part, n) => n % 2
    ? make("a", { href: part, target: "_blank", rel: "noopener noreferrer" }, part) : part);
}

function address(mediaId) {
  return `/_standin/files/${encodeURIComponent(mediaId ?? "")}`;
}

function named(part, kind) {
  const words = world.files[part.media_id]?.name ?? say(kind);
  return make("a", { href: address(part.media_id), download: words }, `${say(kind)} ${words}`);
}

function outside(url, title, more) {
  const safe = /^https?:/.test(url ?? "") ? url : "#";
  return make("a", { href: safe, target: "_blank", rel: "noopener noreferrer" },
    make("strong", {}, title || safe), make("small", {}, more ?? ""));
}

function menu(part, _message, pick) {
  const lines = (part.list ?? []).map((line) => {
    const inside = line[line.type] ?? {};
    if (line.type === "click") {
      return make("button", { type: "button", className: "pick", disabled: !pick,
        onclick: () => pick?.(inside.content, inside.id) }, inside.content);
    }
    return line.type === "view" ? outside(inside.url, inside.content, "") : make("p", {}, inside.content ?? "");
  });
  return make("div", { className: "menu" },
    make("p", {}, part.head_content ?? ""), ...lines, make("p", {}, part.tail_content ?? ""));
}

function attached(_part, message) {
  const more = (message.attachments ?? []).map((one) => content({ ...one, at: 0 }));
  return make("div", {}, make("p", {}, message.text?.content ?? ""), ...more);
}
