// The right side: an officer's WeCom.

import { bubble } from "./bubbles.js";
import { openSidebar, shutSidebar } from "./sidebar.js";
import { say } from "./words.js";
import { act, choose, make, moment, show, world } from "./world.js";

const at = (id) => document.getElementById(id);
export const view = { tab: "kf", key: "" };

export function officerChosen() {
  return at("officer").value;
}

function play(verb, body = {}) {
  return act(`officer/${officerChosen()}/${verb}`, body);
}

const nickname = (resident) => world.residents[resident]?.nickname ?? resident;

// Each tab: its entries, the bar above the chosen one, its messages, and what writing does.
const TABS = {
  kf: {
    entries: () => world.sessions.filter((one) => world.accounts[one.account]?.servicers[officerChosen()] !== undefined
      && one.chat.length).map((one) => ({ key: `${one.account} ${one.resident}`, one,
        name: nickname(one.resident),
        more: `${world.accounts[one.account].name} · ${say(`state-${one.state}`)}${one.servicer ? ` · ${world.officers[one.servicer]?.name}` : ""}` })),
    bar: ({ one }) => [
      button("take", () => play("takes", { resident: one.resident, account: one.account })),
      button("end", () => play("ends", { resident: one.resident, account: one.account })),
      button("sidebar", () => openSidebar({ entry: "single_kf_tools", resident: one.resident, account: one.account })),
    ],
    said: ({ one }) => one.chat.map((message) => bubble(message, {
      own: message.from !== "resident",
      name: message.from === "resident" ? nickname(one.resident) : world.officers[message.from]?.name ?? world.accounts[one.account]?.name ?? "",
      recall: message.from === officerChosen() ? () => play("recalls", { resident: one.resident, msgid: message.msgid, account: one.account }) : null,
    })),
    write: ({ one }, text) => play("answers", { resident: one.resident, text, account: one.account }),
  },
  contacts: {
    entries: () => world.follows.filter((one) => one.officer === officerChosen() && one.gone !== "officer")
      .map((one) => ({ key: one.resident, one, name: one.remark || nickname(one.resident),
        more: [one.remark && nickname(one.resident), !one.accepted && say("half"), one.gone && say("gone"), ...tagNames(one)].filter(Boolean).join(" · ") })),
    bar: ({ one }) => [
      one.accepted ? null : button("accept", () => play("accepts", { resident: one.resident })),
      button("remark", () => {
        const remark = prompt(say("remark"), one.remark);
        if (remark !== null) play("remarks", { resident: one.resident, remark, description: one.description });
      }),
      tagChoice(one),
      button("deletes", () => play("deletes", { resident: one.resident })),
      button("sidebar", () => openSidebar({ entry: "single_chat_tools", resident: one.resident })),
    ],
    said: ({ one }) => one.chat.map((message) => bubble(message, {
      own: message.from === "officer", name: message.from === "officer" ? world.officers[one.officer].name : nickname(one.resident) })),
    write: ({ one }, text) => play("writes", { resident: one.resident, kind: "text", content: { content: text } }),
  },
  app: {
    entries: () => [],
    said: () => world.posts.filter((one) => one.to.includes(officerChosen()) && !one.dropped.includes(officerChosen())).map(post),
    write: (_entry, text) => play("says", { text }),
  },
  tasks: {
    entries: () => world.tasks.filter((one) => one.sends[officerChosen()]).map((one) => ({ key: one.msgid, one,
      name: one.text.content || one.attachments.map((part) => part.msgtype).join(" "),
      more: `${Object.keys(one.sends[officerChosen()].to).length} ${say("residents")} · ${taskState(one)}` })),
    bar: ({ one }) => [one.cancelled || one.sends[officerChosen()].sent_at ? null
      : button("confirm", () => play("confirms", { msgid: one.msgid }))],
    said: ({ one }) => [
      bubble({ ...one, msgtype: "groupsend", at: one.create_time }, { own: true, name: "" }),
      ...Object.entries(one.sends[officerChosen()].to).map(([resident, sent]) => make("li", { className: "line" },
        `${nickname(resident)}：${say(`sent-${sent.status}`)}`)),
    ],
  },
};

function taskState(one) {
  if (one.sends[officerChosen()].sent_at) return say("confirmed");
  return one.cancelled ? say("cancelled") : moment(one.create_time);
}

function tagNames(follow) {
  const known = Object.values(world.tag_groups).flatMap((group) => group.tags);
  return [...follow.tags.map((id) => known.find((tag) => tag.id === id)?.name), ...follow.personal];
}

function tagChoice(follow) {
  const select = make("select", { onchange: () => {
    const tag = select.value;
    play("tags", { resident: follow.resident, [follow.tags.includes(tag) ? "remove" : "add"]: [tag] });
  } }, make("option", { value: "" }, say("tags")));
  select.setAttribute("aria-label", say("tags"));
  for (const group of Object.values(world.tag_groups)) {
    for (const tag of group.tags.filter((one) => !one.deleted)) {
      select.append(make("option", { value: tag.id }, `${follow.tags.includes(tag.id) ? "✓ " : ""}${group.name} / ${tag.name}`));
    }
  }
  return select;
}

function button(word, onclick) {
  return make("button", { type: "button", onclick }, say(word));
}

function post(message) {
  if (message.msgtype !== "template_card" || message.recalled) {
    return bubble({ ...message, [message.msgtype]: message[message.msgtype] }, { own: false, name: say("app") });
  }
  const shown = message.shown?.[officerChosen()] ?? {};
  const card = shown.template_card ?? message.template_card;
  const pressed = message.pressed[officerChosen()];
  return make("li", { className: "one other" }, make("img", { src: "/_standin/avatar.svg", alt: "" }),
    make("div", { className: "box" }, make("small", {}, `${say("app")} · ${moment(message.at)}`),
      make("div", { className: "bubble card" }, ...cardParts(card),
        ...cardButtons(message, card, shown.replace_name, pressed))));
}

function cardParts(card) {
  const action = card.card_action?.type === 1 ? card.card_action.url : "";
  return [
    card.source?.desc && make("small", {}, card.source.desc),
    make("strong", {}, card.main_title?.title ?? ""),
    card.main_title?.desc && make("p", {}, card.main_title.desc),
    card.emphasis_content && make("p", { className: "big" }, `${card.emphasis_content.title ?? ""} ${card.emphasis_content.desc ?? ""}`),
    card.quote_area && make("blockquote", {}, card.quote_area.quote_text ?? card.quote_area.title ?? ""),
    card.sub_title_text && make("p", {}, card.sub_title_text),
    make("dl", {}, ...(card.horizontal_content_list ?? []).flatMap((row) => [make("dt", {}, row.keyname ?? ""), make("dd", {}, row.value ?? "")])),
    ...(card.jump_list ?? []).filter((one) => one.url).map((one) => away(one.url, one.title)),
    action && away(action, say("details")),
  ].filter(Boolean);
}

function away(url, words) {
  return make("a", { href: /^https?:/.test(url) ? url : "#", target: "_blank", rel: "noopener" }, words);
}

function cardButtons(message, card, replaced, pressed) {
  const questions = [card.checkbox, card.button_selection, ...(card.select_list ?? [])].filter(Boolean);
  const chosen = () => Object.fromEntries(questions.map((one) => [one.question_key,
    [...document.querySelectorAll(`[data-question="${CSS.escape(`${message.msgid} ${one.question_key}`)}"]`)]
      .flatMap((select) => [...select.selectedOptions].map((option) => option.value))]));
  const selects = questions.map((one) => {
    const select = make("select", { multiple: one === card.checkbox && one.mode === 1 },
      ...one.option_list.map((option) => make("option", { value: option.id }, option.text)));
    select.dataset.question = `${message.msgid} ${one.question_key}`;
    select.setAttribute("aria-label", one.title ?? one.question_key);
    return select;
  });
  if (replaced) return [make("button", { type: "button", disabled: true }, replaced)];
  const buttons = [...(card.button_list ?? []).filter((one) => one.type !== 1), ...(card.submit_button ? [card.submit_button] : []),
    ...(card.action_menu?.action_list ?? [])];
  const links = (card.button_list ?? []).filter((one) => one.type === 1).map((one) => away(one.url, one.text));
  return [...selects, make("div", { className: "presses" }, ...links, ...buttons.map((one) => make("button", {
    type: "button", onclick: () => play("presses", { msgid: message.msgid, key: one.key, chosen: chosen() }),
  }, pressed?.key === one.key ? `${one.text} · ${say("pressed")}` : one.text)))];
}

function entryChosen() {
  return TABS[view.tab].entries().find((one) => one.key === view.key);
}

export function drawOfficer() {
  choose(at("officer"), Object.entries(world.officers).map(([key, one]) => [key, one.name]));
  const tab = TABS[view.tab];
  for (const one of at("tabs").children) one.setAttribute("aria-pressed", String(one.dataset.tab === view.tab));
  const entries = tab.entries();
  if (!entries.some((one) => one.key === view.key)) view.key = entries.at(-1)?.key ?? "";
  at("list").hidden = view.tab === "app";
  show(at("list"), entries.reverse().map((one) => make("li", {}, make("button", {
    type: "button", "aria-pressed": String(one.key === view.key),
    onclick: () => { view.key = one.key; shutSidebar(); drawOfficer(); },
  }, make("strong", {}, one.name), make("small", {}, one.more)))));
  const entry = entryChosen();
  const ready = Boolean(entry) || view.tab === "app";
  if (!at("bar").contains(document.activeElement) || document.activeElement.tagName !== "SELECT") {
    at("bar").replaceChildren(...(entry ? [make("strong", {}, entry.name), ...tab.bar(entry).filter(Boolean)] : []));
  }
  at("talk").dataset.of = `${officerChosen()} ${view.tab} ${view.key}`;
  if (!at("talk").contains(document.activeElement) || document.activeElement.tagName !== "SELECT") {
    show(at("talk"), ready ? tab.said(entry) : []);
  }
  at("answer").hidden = !ready || !tab.write;
}

export function go(tab, key) {
  Object.assign(view, { tab, key });
  drawOfficer();
}

export function startOfficer() {
  at("officer").addEventListener("change", () => { view.key = ""; shutSidebar(); drawOfficer(); });
  at("tabs").addEventListener("click", (event) => {
    const tab = event.target.closest("[data-tab]")?.dataset.tab;
    if (tab) { shutSidebar(); go(tab, ""); }
  });
  at("answer").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = at("reply").value.trim();
    if (!text) return;
    at("reply").value = "";
    TABS[view.tab].write(entryChosen(), text);
  });
}
