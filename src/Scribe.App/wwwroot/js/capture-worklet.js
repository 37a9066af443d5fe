// Runs on the audio thread: collects 200 ms of 16 kHz sound, interleaves the channels as 16-bit PCM and hands them over.

const frameSamples = 3200;

class Capture extends AudioWorkletProcessor {
  constructor(options) {
    super();
    this.channels = options.processorOptions.channels;
    this.reset();
    this.levelAt = 0;
    this.levels = new Float32Array(this.channels);
    this.port.onmessage = ({ data }) => {
      if (data === "end") this.handOver(this.filled);
      // A short frame would be taken as the recording's last: where it goes on, silence fills the frame up.
      else if (data === "pause") this.handOver(this.filled === 0 ? 0 : frameSamples);
      this.reset();
    };
  }

  handOver(samples) {
    this.port.postMessage({ frame: this.pcm.buffer.slice(0, samples * this.channels * 2), peaks: this.peaks, last: true });
  }

  reset() {
    this.pcm = new Int16Array(frameSamples * this.channels);
    this.peaks = new Float32Array(this.channels);
    this.filled = 0;
  }

  process(inputs) {
    const input = inputs[0];
    const length = input[0]?.length ?? 128;
    for (let i = 0; i < length; i++) {
      for (let c = 0; c < this.channels; c++) {
        const sample = Math.max(-1, Math.min(1, input[c]?.[i] ?? 0));
        this.pcm[this.filled * this.channels + c] = Math.round(sample * 32767);
        const size = Math.abs(sample);
        if (size > this.peaks[c]) this.peaks[c] = size;
        if (size > this.levels[c]) this.levels[c] = size;
      }
      if (++this.filled === frameSamples) {
        this.port.postMessage({ frame: this.pcm.buffer, peaks: this.peaks }, [this.pcm.buffer]);
        this.reset();
      }
    }
    this.levelAt += length;
    if (this.levelAt >= 1280) {
      this.port.postMessage({ levels: this.levels });
      this.levels = new Float32Array(this.channels);
      this.levelAt = 0;
    }
    return true;
  }
}

registerProcessor("scribe-capture", Capture);
