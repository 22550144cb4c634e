// A process that renews a token over and over, by the code of `kubemint project`, until it is killed.
// Arguments: the directory. Prints a line for every renewal.
import { writeSync } from 'node:fs';
import { newNotFound } from '../../src/apis/errors.js';
import { ManualClock, RealClock, rfc3339 } from '../../src/clock/clock.js';
import { SystemRandom } from '../../src/clock/random.js';
import { Projector } from '../../src/kubelet/projector.js';

const [, , directory = ''] = process.argv;
const HOUR = 3_600_000;
/** Bytes: several pages, so that a half of one could be seen. */
const LENGTH = 64 * 1024;

const clock = new ManualClock();
let issued = 0;

/** Begins and ends with the same word. */
function token(): string {
  issued += 1;
  const word = `${process.pid}-${issued}`;
  return `${word} ${'x'.repeat(LENGTH)} ${word}`;
}

const projector = new Projector({
  directory,
  namespace: 'default',
  account: 'default',
  tokens: [{ path: 'token', audiences: [], expirationSeconds: 3600 }],
  bound: undefined,
  mode: 0o644,
  ca: 'ca',
  clock,
  readerClock: new RealClock(),
  random: new SystemRandom(),
  onError: (message) => {
    throw new Error(message);
  },
  api: {
    get: (path) => Promise.reject(newNotFound({ group: '', resource: path }, '')),
    post: (_path, object) => {
      const status = { token: token(), expirationTimestamp: rfc3339(clock.now() + HOUR) };
      return Promise.resolve({ metadata: {}, ...object, status });
    },
  },
});

for (;;) {
  await projector.sync();
  writeSync(1, '\n');
  clock.advance(HOUR);
}
