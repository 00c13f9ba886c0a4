// The host of our sidebar page: the part that WeCom's own client plays around it.
//
// The frame posts {ww: "call", id, name, params}; it hears {ww: "answer", id, result}, where
// `result` has WeCom's errMsg. `register` is answered with {errMsg, config, agentConfig}.

import { go, officerChosen } from "./officer.js";
import { post, world } from "./world.js";

const at = (id) => document.getElementById(id);
const context = { entry: "normal", resident: "", account: "", registered: false };
const FILES = ["image", "video", "file"];

function origin() {
  return world.callback ? new URL(world.callback).origin : "";
}

export function openSidebar({ entry, resident, account = "" }) {
  Object.assign(context, { entry, resident, account, registered: false });
  // WeCom's own browser knows who holds it: the in-app sign-in asks nobody.
  document.cookie = `officer=${officerChosen()}; path=/; SameSite=Lax`;
  at("frame").src = `${origin()}/helpdesk/sidebar/?bridge=1`;
  at("sidebar").hidden = false;
}

export function shutSidebar() {
  at("sidebar").hidden = true;
  at("frame").removeAttribute("src");
  Object.assign(context, { entry: "normal", resident: "", account: "", registered: false });
}

const NAMES = {
  register: async (params) => {
    const found = await post("signed", params);
    const said = Object.fromEntries(["config", "agentConfig"].map((name) => [name,
      found[name] === "ok" ? `${name}:ok` : `${name}:fail invalid signature`]));
    context.registered = Object.values(found).every((one) => one === "ok");
    return { errMsg: said.config.endsWith(":ok") ? said.agentConfig : said.config, ...said };
  },
  getContext: () => ({ errMsg: "getContext:ok", entry: context.entry }),
  getCurExternalContact: () => {
    if (!context.registered) return { errMsg: "getCurExternalContact:fail no permission" };
    if (!context.resident) return { errMsg: "getCurExternalContact:fail without context of external contact" };
    return { errMsg: "getCurExternalContact:ok", userId: context.resident };
  },
  sendChatMessage: async (params) => {
    if (!context.registered || !context.resident) return { errMsg: "sendChatMessage:fail no permission" };
    const kind = params.msgtype === "news" ? "link" : params.msgtype;
    const content = contentOf(kind, params[params.msgtype]);
    const inKf = context.entry === "single_kf_tools";
    if (!content || (kind === "msgmenu" && !inKf)) return { errMsg: "sendChatMessage:fail invalid parameter" };
    const chat = inKf ? { account: context.account } : {};
    await post(`officer/${officerChosen()}/${inKf ? "sends" : "writes"}`,
      { resident: context.resident, kind, content, ...chat });
    return { errMsg: "sendChatMessage:ok" };
  },
  openEnterpriseChat: (params) => {
    if (!context.registered) return { errMsg: "openEnterpriseChat:fail no permission" };
    const [resident] = [params.externalUserIds ?? []].flat().join(";").split(";");
    if (!world.follows.some((one) => one.officer === officerChosen() && one.resident === resident)) {
      return { errMsg: "openEnterpriseChat:fail not a contact" };
    }
    go("contacts", resident);
    return { errMsg: "openEnterpriseChat:ok", chatId: `chat-${resident}` };
  },
  navigateToKfChat: (params) => {
    if (!context.registered) return { errMsg: "navigateToKfChat:fail no permission" };
    go("kf", `${params.openKfId} ${params.externalUserId ?? context.resident}`);
    return { errMsg: "navigateToKfChat:ok" };
  },
};

function contentOf(kind, part) {
  if (!part) return null;
  if (kind === "text") return { content: String(part.content ?? "") };
  if (FILES.includes(kind)) return part.mediaid in world.files ? { media_id: part.mediaid } : null;
  if (kind === "link") return { title: part.title, desc: part.desc ?? "", url: part.link, pic_url: part.imgUrl ?? "" };
  return ["miniprogram", "msgmenu"].includes(kind) ? part : null;
}

async function answer(name, params) {
  const act = Object.hasOwn(NAMES, name) ? NAMES[name] : null;
  if (!act) return { errMsg: `${name}:fail function not exist` };
  try {
    return await act(params ?? {});
  } catch (error) {
    return { errMsg: `${name}:fail ${error.message}` };
  }
}

export function startSidebar() {
  window.addEventListener("message", async (event) => {
    if (event.origin !== origin() || event.source !== at("frame").contentWindow) return;
    const { ww, id, name, params } = event.data ?? {};
    if (ww !== "call" || typeof name !== "string") return;
    const { source } = event;
    const result = await answer(name, params);
    source.postMessage({ ww: "answer", id, result }, event.origin);
  });
}
