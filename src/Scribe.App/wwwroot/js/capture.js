// The microphone: opened for a level check first, then recorded. Sound goes to .NET as 200 ms frames of interleaved 16-bit PCM at 16 kHz.

let open = null;

const reasons = {
  NotAllowedError: "The browser may not use the microphone. Allow it in the address bar, then choose the microphone again.",
  NotFoundError: "No microphone was found. Plug one in, then choose it again.",
  NotReadableError: "Another program is using the microphone. Close it there, then choose the microphone again.",
  OverconstrainedError: "The chosen microphone is gone. Choose another one.",
  NotSupportedError: "This browser cannot record at 16 kHz. Use Chrome or Edge.",
};

/** Opens the microphone and shows its levels. Answers with what was opened, or with a problem in plain words. */
export async function start(reference, channels, deviceId) {
  await pause();
  if (!navigator.mediaDevices?.getUserMedia) {
    return { problem: "Browsers allow the microphone only over https or on localhost. Ask your IT department for the https address." };
  }
  let stream = null;
  let context = null;
  const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: { ...plain, channelCount: { ideal: channels }, ...(deviceId ? { deviceId: { exact: deviceId } } : {}) },
    });
    // Chromium converts the device's rate; Firefox refuses a stream of another rate than the context's when they are connected.
    context = new AudioContext({ sampleRate: 16000 });
    if (context.sampleRate !== 16000) throw new DOMException("The rate is not taken.", "NotSupportedError");
    await context.audioWorklet.addModule("js/capture-worklet.js");
    const node = new AudioWorkletNode(context, "scribe-capture", {
      numberOfInputs: 1,
      numberOfOutputs: 1,
      channelCount: channels,
      channelCountMode: "explicit",
      // Two channels stay apart; one channel is the mix of all that the device has.
      channelInterpretation: channels === 2 ? "discrete" : "speakers",
      processorOptions: { channels },
    });
    context.createMediaStreamSource(stream).connect(node).connect(context.destination);
    await context.resume();
    const track = stream.getAudioTracks()[0];
    open = { stream, context, node, reference, recording: false, flushed: null, lock: null };
    const mine = open;
    node.port.onmessage = ({ data }) => received(mine, data);
    track.addEventListener("ended", () => reference.invokeMethodAsync("MicrophoneLost"));
    const devices = (await navigator.mediaDevices.enumerateDevices()).filter((d) => d.kind === "audioinput");
    return {
      device: track.getSettings().deviceId ?? "",
      channels: track.getSettings().channelCount ?? 1,
      devices: devices.map((d, i) => ({ id: d.deviceId, label: d.label || `Microphone ${i + 1}` })),
    };
  } catch (error) {
    stream?.getTracks().forEach((track) => track.stop());
    await context?.close();
    open = null;
    return { problem: reasons[error.name] ?? `The microphone could not be opened (${error.name}). Choose another one or reload the page.` };
  }
}

function received(session, data) {
  if (data.levels) {
    data.levels.forEach((level, channel) => {
      const decibels = Math.max(-60, 20 * Math.log10(level || 1e-6));
      document.getElementById(`meter-${channel}`)?.style.setProperty("--level", (1 + decibels / 60).toFixed(3));
    });
    return;
  }
  if (!session.recording && !data.last) session.reference.invokeMethodAsync("LevelsHeard", [...data.peaks]);
  if (session.recording && data.frame.byteLength > 0) {
    session.reference.invokeMethodAsync("FrameCaptured", new Uint8Array(data.frame), [...data.peaks]);
  }
  if (data.last) {
    session.recording = false; // What comes until the audio thread is closed would come after the last frame.
    session.flushed?.();
  }
}

/** From now on frames are handed over. The screen is kept awake where the browser allows it. */
export async function record() {
  // What came in before belongs to the level check, not to the visit.
  open.node.port.postMessage("reset");
  open.recording = true;
  open.lock = await navigator.wakeLock?.request("screen").catch(() => null);
}

/** The end of the recording: hands over what is left as its last, short frame, then closes the microphone. */
export const stop = () => close("end");

/** Closes the microphone while the recording goes on, with another one or from another page: what is left becomes a full frame. */
export const pause = () => close("pause");

async function close(how) {
  const session = open;
  open = null;
  if (!session) return;
  if (session.recording) {
    await new Promise((done) => {
      session.flushed = done;
      session.node.port.postMessage(how);
      setTimeout(done, 500); // A dead audio thread must not hold up the stop.
    });
    session.recording = false;
  }
  session.lock?.release();
  session.stream.getTracks().forEach((track) => track.stop());
  await session.context.close();
}
