import fs from 'node:fs';

/** A normalised answer. */
export interface RecordedStep {
  readonly step: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What a server of one version answered. */
export interface Recording {
  /** As /version said: `v1.24.17`. */
  readonly version: string;
  readonly scenarios: Readonly<Record<string, readonly RecordedStep[]>>;
}

export function readRecording(file: string | URL): Recording {
  // The day on which a token was used is the day of the recording.
  const text = fs
    .readFileSync(file, 'utf8')
    .replace(/("kubernetes\.io\/legacy-token-last-used": *)"20[\d-]+"/g, '$1"<date>"');
  return JSON.parse(text) as Recording;
}

/** Writes a recording with one line per step, so that a change to it can be read. */
export function writeRecording(file: string | URL, recording: Recording): void {
  fs.writeFileSync(file, recordingText(recording));
}

export function recordingText(recording: Recording): string {
  const scenarios = Object.entries(recording.scenarios).map(([name, steps]) => {
    const lines = steps.map((step) => `\n   ${JSON.stringify(step)}`);
    return `\n  ${JSON.stringify(name)}: [${lines.join(',')}\n  ]`;
  });
  return `{"version": ${JSON.stringify(recording.version)},\n "scenarios": {${scenarios.join(',')}\n }}\n`;
}
