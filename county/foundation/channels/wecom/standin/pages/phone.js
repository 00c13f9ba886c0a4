// The left side: what a resident sees and does.

import { bubble } from "./bubbles.js";
import { say } from "./words.js";
import { act, choose, show, world } from "./world.js";

const at = (id) => document.getElementById(id);
const VOICE = btoa(`#!AMR\n${"\x3c".repeat(32)}`);

export function residentChosen() {
  return at("resident").value;
}

function play(verb, body = {}) {
  return act(`resident/${residentChosen()}/${verb}`, body);
}

function withOfficer() {
  return at("chat").value in world.officers ? at("chat").value : "";
}

function account() {
  return { account: at("chat").value };
}

export function drawPhone() {
  choose(at("resident"), Object.entries(world.residents).map(([key, one]) => [key, one.nickname]));
  const officers = world.follows
    .filter((one) => one.resident === residentChosen() && one.gone !== "resident")
    .map((one) => [one.officer, `${world.officers[one.officer]?.name} · ${say("contacts")}`]);
  choose(at("chat"), [...Object.entries(world.accounts).map(([key, one]) => [key, one.name]), ...officers]);
  const everyone = Object.entries(world.officers).map(([key, one]) => [key, one.name]);
  choose(at("befriend").officer, everyone);
  choose(at("scan").config_id, world.ways.map((one) => [one.config_id, `${one.state ?? ""} ${one.config_id.slice(-6)}`]));
  at("scan").hidden = !world.ways.length;
  drawChat();
}

function drawChat() {
  const list = at("said");
  list.dataset.of = `${residentChosen()} ${at("chat").value}`;
  show(list, withOfficer() ? toOfficer() : toAccount());
  at("more").disabled = Boolean(withOfficer());
  if (withOfficer()) open(false);
}

function toOfficer() {
  const found = world.follows.find((one) => one.resident === residentChosen() && one.officer === withOfficer());
  return (found?.chat ?? []).map((message) => bubble(message, {
    own: message.from === "resident", name: message.from === "resident" ? "" : world.officers[withOfficer()].name }));
}

function toAccount() {
  const found = world.sessions.find((one) => one.resident === residentChosen() && one.account === at("chat").value);
  return (found?.chat ?? []).map((message) => {
    const own = message.from === "resident";
    const name = own ? "" : world.officers[message.from]?.name ?? world.accounts[at("chat").value]?.name ?? "";
    return bubble(message, {
      own, name,
      pick: (text, menuId) => play("writes", { text, menu_id: menuId, ...account() }),
      recall: own ? () => play("recalls", { msgid: message.msgid, ...account() }) : null,
    });
  });
}

function open(shown) {
  at("tray").hidden = !shown;
  at("more").setAttribute("aria-expanded", String(shown));
}

function base64(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).split(",")[1] ?? "");
    reader.onerror = failed;
    reader.readAsDataURL(file);
  });
}

const SENDS = {
  voice: () => play("sends", { kind: "voice", content: VOICE, name: "voice.amr", ...account() }),
  place: () => play("locates", { latitude: 30.5253, longitude: 120.9456, name: "绮园",
    address: "海盐县武原街道（演示数据）", ...account() }),
  link: () => play("shares", { title: "内部渠道，稳赚不赔（演示数据）", url: "https://example.com/a", ...account() }),
  unknown: () => play("says", { kind: "hologram", content: { depth: 3 }, ...account() }),
  reject: () => {
    const found = world.sessions.find((one) => one.resident === residentChosen() && one.account === at("chat").value);
    return play("rejects", { switch: !found?.rejects, ...account() });
  },
};

export function startPhone() {
  for (const id of ["resident", "chat"]) at(id).addEventListener("change", drawPhone);
  at("more").addEventListener("click", () => open(at("tray").hidden));
  at("write").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = at("words").value.trim();
    if (!text) return;
    at("words").value = "";
    if (withOfficer()) play("tells", { officer: withOfficer(), text });
    else play("writes", { text, ...account() });
  });
  at("tray").addEventListener("click", (event) => {
    const kind = event.target.closest("[data-send]")?.dataset.send;
    if (kind) SENDS[kind]().then(() => open(false));
  });
  at("tray").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    await play("sends", { kind: event.target.dataset.kind, content: await base64(file), name: file.name, ...account() });
    event.target.value = "";
    open(false);
  });
  at("new-resident").addEventListener("click", async () => {
    const nickname = prompt(say("nickname"));
    const made = nickname && await act("residents", { nickname });
    if (made) { at("resident").value = made; drawPhone(); }
  });
  at("enter").addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    const where = withOfficer() ? { account: world.account } : account();
    play("enters", { scene: form.scene.value, scene_param: form.scene_param.value, ...where });
  });
  at("befriend").addEventListener("submit", (event) => {
    event.preventDefault();
    const verb = event.submitter.value;
    const officer = event.target.officer.value;
    play(verb, verb === "deletes" ? { officer } : { officer, state: event.target.state.value });
  });
  at("scan").addEventListener("submit", (event) => {
    event.preventDefault();
    play("scans", { config_id: event.target.config_id.value });
  });
}
