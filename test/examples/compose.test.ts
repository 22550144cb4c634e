import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FLAGS } from '../../src/cli/flags.js';
import { parseCommandLine } from '../../src/cli/parse.js';
import { PROJECT_FLAGS } from '../../src/cli/project/flags.js';
import { type Compose, composeFiles, mount, type Service } from './compose.js';
import { ROOT } from './programs.js';

const COMPOSE_FILES = await composeFiles();
const SERVICES = COMPOSE_FILES.flatMap((compose) =>
  Object.entries(compose.services).map(([name, service]) => ({ title: `${compose.file}: ${name}`, service, compose })),
);

const ours = ({ service, compose }: { service: Service; compose: Compose }): boolean =>
  service.build !== undefined && path.resolve(compose.folder, service.build) === path.resolve(ROOT);

describe.each(SERVICES)('$title', ({ service, compose }) => {
  it('is an image, or is built from a Dockerfile that is there', () => {
    const { image, build } = service;
    expect([image, build].filter((given) => given !== undefined)).toHaveLength(1);
    if (build !== undefined) expect(existsSync(path.resolve(compose.folder, build, 'Dockerfile'))).toBe(true);
    else expect(image).toMatch(/^[\w./-]+:[\w.-]+$/);
  });

  it('mounts what is there, or volumes that are declared', () => {
    const sources = (service.volumes ?? []).map((volume) => mount(volume).source);
    const missing = sources.filter((source) =>
      source.startsWith('.') ? !existsSync(path.resolve(compose.folder, source)) : !(source in compose.volumes),
    );
    expect(missing).toEqual([]);
  });

  it('is told of files that its mounts hold', () => {
    const mounts = (service.volumes ?? []).map(mount).filter(({ source }) => source.startsWith('.'));
    const words = [...(service.command ?? []), ...Object.values(service.environment ?? {})];
    const named = words.flatMap((word) => {
      const file = word.replace(/^--[\w-]+=/, '');
      const under = mounts.find(({ target }) => file === target || file.startsWith(`${target}/`));
      return under === undefined
        ? []
        : [path.resolve(compose.folder, under.source, `.${file.slice(under.target.length)}`)];
    });
    expect(named.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('waits for services that are there, and that tell when they are healthy', () => {
    const waits = Object.entries(service.depends_on ?? {});
    const wrong = waits.filter(([name, { condition }]) => {
      const other = compose.services[name];
      if (other === undefined) return true;
      const tells =
        other.healthcheck !== undefined || (ours({ service: other, compose }) && other.entrypoint === undefined);
      return condition === 'service_healthy' && !tells;
    });
    expect(wrong).toEqual([]);
  });

  it('calls services that are there', () => {
    const own = /^service:(.+)$/.exec(service.network_mode ?? '')?.[1];
    const hosts = Object.values(service.environment ?? {})
      .filter((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol))
      .map((value) => new URL(value).hostname);
    const { KUBERNETES_SERVICE_HOST: host } = service.environment ?? {};
    const called = [...hosts, ...(host === undefined ? [] : [host]), ...(own === undefined ? [] : [own])];
    const known = [...Object.keys(compose.services), ...(own === undefined ? [] : ['localhost'])];
    expect(called.filter((name) => !known.includes(name) && !name.includes('.'))).toEqual([]);
  });
});

it.each(SERVICES.filter(ours))('$title: its flags are known', ({ service }) => {
  const { entrypoint = [], command = [] } = service;
  const flags = entrypoint.at(-1) === 'project' ? PROJECT_FLAGS : FLAGS;
  const { given } = parseCommandLine(command, { flags, ignored: new Map() });
  expect([...given.keys()].length).toBeGreaterThan(0);
});

it.each(COMPOSE_FILES)('$file: every volume that is declared is mounted', ({ services, volumes }) => {
  const mounted = Object.values(services).flatMap((service) =>
    (service.volumes ?? []).map((volume) => mount(volume).source),
  );
  expect(Object.keys(volumes).filter((name) => !mounted.includes(name))).toEqual([]);
});

it.each(COMPOSE_FILES)('$file: has an in-cluster client with the volume of its account', ({ services }) => {
  const inCluster = Object.values(services).filter(
    ({ environment }) => environment?.KUBERNETES_SERVICE_HOST !== undefined,
  );
  expect(inCluster.length).toBeGreaterThan(0);
  for (const { volumes = [], entrypoint = [] } of inCluster) {
    const places = [...volumes.map((volume) => mount(volume).target), entrypoint.join(' ')].join(' ');
    expect(places).toContain('/var/run/secrets/kubernetes.io/serviceaccount');
  }
});
