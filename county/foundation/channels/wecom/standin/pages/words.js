// Every word of the page, Chinese first.

const WORDS = {
  title: ["企业微信替身", "WeCom stand-in"],
  invented: ["人物均为演示数据", "everyone here is invented"],
  hour: ["＋1 小时", "+1 hour"],
  days: ["＋2 天", "+2 days"],
  phone: ["居民的手机", "A resident's phone"],
  officer: ["民警的企业微信", "An officer's WeCom"],
  log: ["日志与开关", "Log and switches"],
  resident: ["居民", "Resident"],
  new: ["新居民", "New"],
  nickname: ["微信昵称", "WeChat nickname"],
  chat: ["聊天", "Chat"],
  write: ["写点什么", "Write something"],
  send: ["发送", "Send"],
  picture: ["图片", "Picture"],
  file: ["文件", "File"],
  video: ["视频", "Video"],
  voice: ["语音", "Voice"],
  place: ["位置", "Place"],
  link: ["链接", "Link"],
  unknown: ["未知类型", "Unknown kind"],
  reject: ["拒收／恢复", "Refuse / allow"],
  enter: ["扫码进入、加民警", "Enter by a code, add an officer"],
  scene: ["场景值", "Scene"],
  param: ["场景参数（乡镇代码）", "Scene parameter (town code)"],
  open: ["扫码进入客服", "Enter by this code"],
  "officer-name": ["民警", "Officer"],
  state: ["渠道", "State"],
  adds: ["加为联系人", "Add"],
  "half-adds": ["单向添加", "Half-add"],
  deletes: ["删除", "Delete"],
  way: ["联系我", "Contact way"],
  scan: ["扫码添加", "Scan"],
  kf: ["客服会话", "Sessions"],
  contacts: ["联系人", "Contacts"],
  app: ["应用消息", "From the app"],
  tasks: ["群发任务", "Group sends"],
  take: ["接入", "Take"],
  end: ["结束会话", "End"],
  sidebar: ["聊天工具栏", "Chat sidebar"],
  accept: ["通过验证", "Accept"],
  remark: ["备注", "Remark"],
  tags: ["标签", "Tags"],
  confirm: ["确认发送", "Confirm"],
  confirmed: ["已发送", "Sent"],
  cancelled: ["已取消", "Cancelled"],
  recall: ["撤回", "Recall"],
  recalled: ["已撤回", "recalled"],
  failed: ["未送达", "not delivered"],
  details: ["查看详情", "Details"],
  pressed: ["已选", "chosen"],
  nothing: ["还没有内容", "Nothing here yet"],
  residents: ["位居民", "residents"],
  interface: ["接口", "Interface"],
  answers: ["下一次回答", "Next answer"],
  lost: ["已处理但超时", "done, answer lost"],
  break: ["制造故障", "Break"],
  mend: ["清除故障", "Mend"],
  forget: ["令牌提前失效", "Invalidate tokens"],
  drop: ["丢弃", "Drop"],
  duplicate: ["重复", "Double"],
  reorder: ["乱序", "Reorder"],
  delay: ["延迟秒", "Delay s"],
  retry: ["重试", "Retry"],
  "retry-any": ["非 200 即重试", "any but 200"],
  "retry-timeout": ["仅连接失败", "lost connections"],
  set: ["设置", "Set"],
  callback: ["回调地址", "Callback"],
  echo: ["验证", "Verify"],
  "echo-well": ["回调地址验证通过", "The address answers"],
  "echo-bad": ["回调地址没有正确应答", "The address does not answer"],
  pushes: ["回调", "Callbacks"],
  calls: ["接口调用", "API calls"],
  at: ["时间", "At"],
  event: ["事件", "Event"],
  tries: ["次数", "Tries"],
  status: ["状态", "Status"],
  code: ["返回码", "Code"],
  "state-0": ["未处理", "new"],
  "state-1": ["智能助手", "assistant"],
  "state-2": ["待接入池", "queued"],
  "state-3": ["人工", "with an officer"],
  "state-4": ["已结束", "ended"],
  "sent-0": ["未发送", "not sent"],
  "sent-1": ["已发送", "sent"],
  "sent-2": ["不是好友", "no friend"],
  "sent-3": ["已达上限", "had enough"],
  half: ["待通过", "to be accepted"],
  gone: ["已被居民删除", "deleted by the resident"],
  stopped: ["无法连接替身", "The stand-in does not answer"],
  done: ["好", "Done"],
};

let second = localStorage.getItem("language") === "en" ? 1 : 0;

export function say(key) {
  return WORDS[key]?.[second] ?? key;
}

export function translate(root) {
  document.documentElement.lang = second ? "en" : "zh-CN";
  for (const one of root.querySelectorAll("[data-word]")) one.textContent = say(one.dataset.word);
  for (const one of root.querySelectorAll("[data-hint]")) one.placeholder = say(one.dataset.hint);
  for (const one of root.querySelectorAll("[data-label]")) {
    one.setAttribute("aria-label", say(one.dataset.label));
  }
  document.getElementById("language").textContent = second ? "中文" : "English";
}

export function turn() {
  second = 1 - second;
  localStorage.setItem("language", second ? "en" : "zh");
}
