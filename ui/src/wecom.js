// The port to the chat beside our page: WeCom's own JS-SDK, or the same calls over a bridge to the
// stand-in that shows us in a frame. Both answer with what WeCom answers, errMsg and all.
import {
  getContext, getCurExternalContact, navigateToKfChat, openEnterpriseChat, register as registerPage, sendChatMessage,
} from "@wecom/jssdk";

const CALLS = { getContext, getCurExternalContact, navigateToKfChat, openEnterpriseChat, sendChatMessage };
const PATIENCE = 12000;

class Silent extends Error {
  errMsg = "timeout";
}

const inTime = (promise) => Promise.race([promise, new Promise((_, fail) => setTimeout(() => fail(new Silent()), PATIENCE))]);

// Raises the answer that says no; WeCom says yes with `…:ok`.
function checked(answer) {
  if (/:\s*ok$/i.test(answer?.errMsg || "")) return answer;
  throw answer || new Silent();
}

export const NAMES = Object.keys(CALLS);

export function real() {
  const register = ({ corpId, agentId, jsApiList, config, agentConfig }) => new Promise((done, fail) => {
    registerPage({
      corpId, agentId, jsApiList,
      getConfigSignature: () => config,
      getAgentConfigSignature: () => agentConfig,
      onConfigFail: fail,
      onAgentConfigFail: fail,
      onAgentConfigSuccess: () => done({ errMsg: "register:ok" }),
    });
  });
  return (name, params = {}) => inTime(name === "register" ? register(params) : CALLS[name](params).then(checked));
}

export function bridge(origin) {
  const waiting = new Map();
  let last = 0;
  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || event.origin !== origin || event.data?.ww !== "answer") return;
    waiting.get(event.data.id)?.(event.data.result);
    waiting.delete(event.data.id);
  });
  return (name, params = {}) => {
    const id = ++last;
    const answer = new Promise((done) => waiting.set(id, done));
    window.parent.postMessage({ ww: "call", id, name, params }, origin);
    return inTime(answer.then(checked));
  };
}
