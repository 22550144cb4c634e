// `npm start`: installs and builds what is missing or older than the sources, then runs the server in this process.
import { installIfMissing, newest, run } from './steps.mjs';

const at = (path) => new URL(`../${path}`, import.meta.url);

installIfMissing();
const sources = [at('src/'), at('tsconfig.json'), at('tsconfig.build.json')];
if (newest(sources) > newest([at('dist/bin.js')])) {
  console.error('kubemint: building (once) …');
  run('npm', ['run', '--silent', 'build']);
}
await import('../dist/bin.js');
