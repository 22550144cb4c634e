// Runs the services of a compose.yml without containers: each is a process of this machine, with the command and the
// environment that compose.yml gives it. Directories stand for volumes, and names of other services for their addresses.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** What node runs for kubemint; scripts/start.mjs builds what is missing. */
const KUBEMINT = process.env.KUBEMINT ?? join(ROOT, 'scripts/start.mjs');
/** Milliseconds that a service may take until it is ready; the first start builds kubemint. */
const PATIENCE = 180_000;

/** What runs while `use` does, and ends with it. The exit code is 1 where it throws. */
export async function withServices(composeFile, use) {
  const services = new Services(fileURLToPath(composeFile));
  process.once('exit', () => services.end());
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  try {
    await use(services);
    process.exit(0);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}

class Services {
  #folder;
  #services;
  #directory = mkdtempSync(join(tmpdir(), 'kubemint-example-'));
  #addresses = new Map();
  #running = [];

  constructor(composeFile) {
    this.#folder = dirname(composeFile);
    this.#services = parse(readFileSync(composeFile, 'utf8'), { merge: true }).services;
  }

  /** The directory that stands for a named volume. */
  directory(volume) {
    const directory = join(this.#directory, volume);
    mkdirSync(directory, { recursive: true });
    return directory;
  }

  /** A root for a process that is no container's: `volume` is where in-cluster clients look for it. */
  podRoot(volume) {
    const root = mkdtempSync(join(this.#directory, 'pod-'));
    mkdirSync(join(root, 'var/run/secrets/kubernetes.io'), { recursive: true });
    symlinkSync(volume, join(root, 'var/run/secrets/kubernetes.io/serviceaccount'));
    return root;
  }

  /**
   * Starts a service and waits for a line of its output.
   * @param ready matches the line; its group `port` or `url` is where others find the service
   * @param settings `entrypoint` and `command` in place of the service's own, `env` on top of compose.yml's
   */
  async start(name, ready, settings = {}) {
    const child = this.#spawn(name, settings, ['ignore', 'pipe', 'pipe']);
    const found = await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${name} was not ready within ${PATIENCE / 1000} s`)), PATIENCE);
      let output = '';
      const fail = (reason) => reject(new Error(`${name} ${reason} before it was ready\n${output}`));
      child.once('error', ({ message }) => fail(`could not be started (${message})`));
      child.once('close', (code) => fail(`ended with ${code}`));
      child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
      child.stdout.setEncoding('utf8').on('data', (text) => {
        output += text;
        const match = ready.exec(output);
        if (match === null) return;
        clearTimeout(timer);
        resolve(match);
      });
    });
    const { port, url } = found.groups ?? {};
    if (port !== undefined) this.#addresses.set(name, `127.0.0.1:${port}`);
    if (url !== undefined) this.#addresses.set(name, new URL(url).host);
    return found;
  }

  /** The server, with whatever its compose.yml says. */
  kubemint(settings = {}) {
    return this.start('kubemint', /kubemint is ready: .* at (?<url>\S+) /, settings);
  }

  /** Runs a service to its end, its output shown. Throws where it fails. */
  async run(name, settings = {}) {
    const child = this.#spawn(name, settings, ['ignore', 'inherit', 'inherit']);
    const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
    if (code !== 0) throw new Error(`${name} ended with ${code}`);
  }

  end() {
    for (const child of this.#running) child.kill('SIGKILL');
    rmSync(this.#directory, { recursive: true, force: true, maxRetries: 5 });
  }

  /** A service that this one shares the network with, or itself. */
  #network(name) {
    return /^service:(.+)$/.exec(this.#services[name].network_mode ?? '')?.[1] ?? name;
  }

  #spawn(name, settings, stdio) {
    const service = this.#services[name];
    const { entrypoint = entrypointOf(service, this.#folder), command = service.command ?? [], env = {} } = settings;
    const words = [...entrypoint, ...command];
    const [program, ...args] = words.map((word) => this.#here(name, word));
    const told = Object.entries(service.environment ?? {}).map(([key, value]) => [key, this.#here(name, value)]);
    const environment = { ...process.env, ...Object.fromEntries(told), ...env };
    if ('KUBERNETES_SERVICE_HOST' in environment) {
      const [host, port] = this.#addresses.get('kubemint').split(':');
      Object.assign(environment, { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port });
    }
    const file = program === 'node' ? process.execPath : program;
    const child = spawn(file, args, { env: environment, stdio, cwd: this.#directory });
    this.#running.push(child);
    return child;
  }

  /** A word of compose.yml as it is here: paths in volumes, and other services' addresses. */
  #here(name, word) {
    let text = String(word);
    for (const [target, source] of this.#mounts(name)) {
      const at = new RegExp(String.raw`(^|[=:])${target}(?=$|[/:])`, 'g');
      text = text.replaceAll(at, (_, before) => before + source);
    }
    const known = [...this.#addresses, ['localhost', this.#addresses.get(this.#network(name))]];
    for (const [service, address = ''] of known)
      text = text.replaceAll(new RegExp(String.raw`(?<=^|[=/])${service}:\d+(?=$|/)`, 'g'), address);
    return text.replace(/(?<=^--advertise-address=).*/, '127.0.0.1');
  }

  /** Where the volumes of a service are here, the longest path first. */
  #mounts(name) {
    const mounts = (this.#services[name].volumes ?? []).map((volume) => {
      const [source, target] = volume.split(':');
      return [target, source.startsWith('.') ? resolve(this.#folder, source) : this.directory(source)];
    });
    return mounts.sort(([a], [b]) => b.length - a.length);
  }
}

/** The program of a service: its own entrypoint, the one of kubemint's Dockerfile, or nothing but its command. */
function entrypointOf(service, folder) {
  const inDockerfile = () => JSON.parse(/^ENTRYPOINT (.*)$/m.exec(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'))[1]);
  const ours = service.build !== undefined && resolve(folder, service.build) === resolve(ROOT);
  const words = service.entrypoint ?? (ours ? [...inDockerfile(), '--secure-port=0'] : []);
  return words.map((word) => {
    if (word === '--bind-address=0.0.0.0') return '--bind-address=127.0.0.1';
    return basename(word) === 'bin.js' ? KUBEMINT : word;
  });
}
