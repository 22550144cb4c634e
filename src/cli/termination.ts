/** SIGINT and SIGTERM: the first asks to close, a further one or 3 seconds without an end exit at once. */
import type { CommandIO } from './io.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const PATIENCE = 3000;
/** npm passes on the SIGINT that the terminal has sent already; one key press must not count twice. */
const ECHO = 250;

export interface Termination {
  /** Resolves at the first signal. */
  readonly requested: Promise<void>;
  /** Stops listening and waiting. */
  readonly end: () => void;
}

export function watchTermination({ signals, clock, exit }: Pick<CommandIO, 'signals' | 'clock' | 'exit'>): Termination {
  let firstAt: number | undefined;
  let cancel = (): void => undefined;
  let request = (): void => undefined;
  const requested = new Promise<void>((resolve) => {
    request = resolve;
  });
  const onSignal = (): void => {
    if (firstAt === undefined) {
      firstAt = clock.now();
      cancel = clock.after(PATIENCE, () => exit(1));
      request();
    } else if (clock.now() - firstAt > ECHO) {
      exit(1);
    }
  };
  for (const signal of SIGNALS) signals.on(signal, onSignal);
  const end = (): void => {
    cancel();
    for (const signal of SIGNALS) signals.off(signal, onSignal);
  };
  return { requested, end };
}
