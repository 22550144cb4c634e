/**
 * ConfigMap extension-apiserver-authentication in kube-system: how servers behind this one are to trust clients.
 * Source: pkg/controlplane/controller/clusterauthenticationtrust/cluster_authentication_trust_controller.go.
 */
import { isDeepStrictEqual } from 'node:util';
import { encodeCertificate, parseCertificates } from '../apis/certificates/certificate.js';
import { type ConfigMap } from '../apis/core/v1.js';
import { type Client } from '../client/client.js';
import { type Clock } from '../clock/clock.js';
import { goJson } from '../apis/schema/go-json.js';
import {
  type ClusterAuthentication,
  type Controller,
  type ControllerDependencies,
  running,
  type RunningController,
} from './controller.js';
import { unlessMissing } from './errors.js';
import { API_SERVER } from './users.js';
import { WorkQueue } from './workqueue.js';

const CONFIG_MAPS = { group: '', resource: 'configmaps' };
const NAMESPACE = 'kube-system';
const NAME = 'extension-apiserver-authentication';
/** For this long the certificate of an authority is listed after it has expired. */
const SLACK = 5 * 60 * 1000;

export const clusterAuthenticationTrustController: Controller = {
  name: 'cluster-authentication-trust',
  runs: () => true,
  start,
};

async function start(dependencies: ControllerDependencies): Promise<RunningController> {
  const { client: anyone, clock, features, clusterAuthentication, onError } = dependencies;
  const client = anyone.as(API_SERVER);
  const writer = new Writer(client, clock, clusterAuthentication, features.enabled('RemoteRequestHeaderUID'));
  const queue = new WorkQueue({
    clock,
    sync: () => writer.write(),
    onError: (error) => onError(error, `writing the config map ${NAME}`),
  });
  const watch = await client.resource(CONFIG_MAPS).watch(NAMESPACE, (_type, { metadata }) => {
    if (metadata.name === NAME) queue.add(NAME);
  });
  clusterAuthentication.onChanged(() => queue.add(NAME));
  queue.add(NAME);
  await queue.idle();
  return running([queue], [watch]);
}

/** The keys that hold lists, in JSON. */
const LISTS = {
  'requestheader-username-headers': ({ requestHeader }) => requestHeader.usernameHeaders,
  'requestheader-uid-headers': ({ requestHeader }) => requestHeader.uidHeaders,
  'requestheader-group-headers': ({ requestHeader }) => requestHeader.groupHeaders,
  'requestheader-extra-headers-prefix': ({ requestHeader }) => requestHeader.extraHeaderPrefixes,
  'requestheader-allowed-names': ({ requestHeader }) => requestHeader.allowedNames,
} as const satisfies Readonly<Record<string, (info: ClusterAuthentication) => readonly string[]>>;

class Writer {
  readonly #client: Client;
  readonly #clock: Clock;
  readonly #info: ClusterAuthentication;
  readonly #uids: boolean;

  constructor(client: Client, clock: Clock, info: ClusterAuthentication, uids: boolean) {
    this.#client = client;
    this.#clock = clock;
    this.#info = info;
    this.#uids = uids;
  }

  /** What is there already stays; what is missing is added. */
  async write(): Promise<void> {
    const configMaps = this.#client.resource<ConfigMap>(CONFIG_MAPS);
    const current = await unlessMissing(configMaps.get(NAMESPACE, NAME));
    const data = this.#combined(current?.data ?? {});
    if (isDeepStrictEqual(data, current?.data ?? {})) return;
    if (current === undefined) {
      const metadata = { name: NAME, namespace: NAMESPACE };
      await configMaps.create(NAMESPACE, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
    } else {
      await configMaps.update(NAMESPACE, { ...current, data });
    }
  }

  #combined(existing: Readonly<Record<string, string>>): Record<string, string> {
    const data: Record<string, string> = {};
    const clientCA = this.#authorities(existing['client-ca-file'], this.#info.clientCA());
    if (clientCA !== '') data['client-ca-file'] = clientCA;
    const proxyCA = this.#authorities(existing['requestheader-client-ca-file'], this.#info.requestHeaderCA());
    if (proxyCA === '') return data;
    data['requestheader-client-ca-file'] = proxyCA;
    for (const [key, required] of Object.entries(LISTS)) {
      const list = [...new Set([...readList(existing[key]), ...required(this.#info)])];
      const isUids = key === 'requestheader-uid-headers';
      if (!isUids || (this.#uids && list.length > 0)) data[key] = goJson(list);
    }
    return data;
  }

  #authorities(...bundles: readonly (string | undefined)[]): string {
    const certificates = bundles.flatMap((pem) => (pem === undefined || pem === '' ? [] : parseCertificates(pem)));
    const earliest = this.#clock.now() - SLACK;
    const lasting = certificates.filter(({ validTo }) => Date.parse(validTo) > earliest);
    return [...new Set(lasting.map(encodeCertificate))].join('');
  }
}

function readList(json: string | undefined): readonly string[] {
  return json === undefined || json === '' ? [] : (JSON.parse(json) as string[]);
}
