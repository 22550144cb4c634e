/** What the command line touches of its process, as a parameter. */
import type { Clock } from '../clock/clock.js';

export interface CommandIO {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** All of standard input. */
  readonly readInput: () => Promise<string>;
  /** Emits SIGINT, SIGTERM and SIGHUP. */
  readonly signals: Pick<NodeJS.EventEmitter, 'on' | 'off'>;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
  /** Measures how long closing takes. */
  readonly clock: Clock;
}
