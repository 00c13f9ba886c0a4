// A notice is read aloud by the phone's own voice, where it has one; nothing leaves the phone.

function voice() {
  const voices = speechSynthesis.getVoices();
  return voices.find((one) => one.lang.toLowerCase().startsWith("zh") && one.localService);
}

export function aloud(document) {
  const button = document.querySelector("[data-county-aloud]");
  const text = document.querySelector("[data-county-aloud-text]");
  if (!button || !text || !("speechSynthesis" in window)) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    if (speechSynthesis.speaking) return speechSynthesis.cancel();
    const speech = new SpeechSynthesisUtterance(text.innerText);
    speech.lang = "zh-CN";
    speech.rate = 0.9;
    speech.voice = voice() || null;
    speechSynthesis.speak(speech);
  });
}
