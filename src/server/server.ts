/** createServer: from options to a server that answers. */
import { type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { type RequestHeaderNames } from '../authentication/request-header.js';
import { AdjustableClock } from '../clock/adjustable-clock.js';
import { SystemRandom } from '../clock/random.js';
import { type ControlEnvironment } from '../control/http.js';
import { type ServerClock, serverClock } from '../control/server-clock.js';
import { type RunningController } from '../controllers/controller.js';
import { startControllers } from '../controllers/index.js';
import { type HttpEnvironment } from '../endpoints/http.js';
import { ServerMetrics } from '../metrics/server-metrics.js';
import { StreamRegistry } from '../endpoints/streams.js';
import { resolveFeatures } from '../features/index.js';
import { accessLog } from './access-log.js';
import { createAuditor } from './audit.js';
import { authorizationConfiguration, loadConnections } from './authorization-configuration.js';
import { createApi, storedKinds } from './api.js';
import { createManifests } from './manifests.js';
import { ensureBootstrapPolicy } from './bootstrap-policy.js';
import { makeSigningKey } from './certificates/index.js';
import { startVolumeManager } from '../kubelet/volume-manager.js';
import { Expressions } from './expressions.js';
import { healthChecks } from './health-checks.js';
import { kubeconfigOf, type KubeconfigUser } from './kubeconfig.js';
import { createInitialObjects } from './initial-objects/index.js';
import { type Listener, listenPlain, listenTls } from './listeners.js';
import { type RequestHeaderOptions, type ServerOptions } from './options.js';
import { peerCertificate } from './peer-certificate.js';
import { simulationOf } from './simulation.js';
import { nonResourceRoutes } from './routes.js';
import { loadConnection } from '../transport/kubeconfig.js';
import { kindsOf } from '../registry/index.js';
import { silentLogger } from './silent-logger.js';
import { tlsMaterial } from './tls.js';
import { type RotationChoice, rotateServiceAccountKey, type ServerChanges, update } from './update.js';
import { validateOptions } from './validation.js';

export interface KubeconfigChoice {
  /** Default: a client certificate of kubernetes-admin in group system:masters. */
  readonly user?: KubeconfigUser;
  readonly userName?: string;
  readonly namespace?: string;
  /** Default: the server's url. */
  readonly server?: string;
}

/** A server that is ready. */
export interface Server {
  /** `https://127.0.0.1:6443`. */
  readonly url: string;
  /** `http://127.0.0.1:8080`; undefined without httpPort. */
  readonly httpUrl: string | undefined;
  readonly port: number;
  /** PEM that clients trust the server by; follows the serving certificate. */
  readonly ca: string;
  /** The time that the server goes by, to be moved by hand. */
  readonly clock: ServerClock;
  /** A kubeconfig (YAML) for the administrator or another user. */
  kubeconfig(choice?: KubeconfigChoice): string;
  /** Replaces certificates, keys, tokens or issuers, all or none. @throws Error with one line for the user. */
  update(changes: ServerChanges): Promise<void>;
  /** Signs service account tokens with another key, which is returned; the old ones go on to verify unless told otherwise. */
  rotateServiceAccountKey(choice?: RotationChoice): Promise<KeyObject>;
  /** Ends open watches and connections, and all timers. */
  close(): Promise<void>;
}

const DEFAULT_ISSUER = 'https://kubernetes.default.svc.cluster.local';

/**
 * Starts a server and resolves when it is ready: listening, with its controllers running and the manifests created.
 * @throws Error with one line for the user for options that do not fit, and EADDRINUSE for a port that is taken.
 */
export async function createServer(options: ServerOptions = {}): Promise<Server> {
  const features = resolveFeatures({ version: options.kubernetesVersion, featureGates: options.featureGates });
  validateOptions(options, features);
  const clock = new AdjustableClock(options.clock === undefined ? {} : { base: options.clock });
  const random = options.random ?? new SystemRandom();
  const logger = options.logger ?? silentLogger;
  const signingKey: KeyObject | Promise<KeyObject> =
    options.serviceAccountSigningKey ?? makeSigningKey(options.certDir);
  const issuers = options.serviceAccountIssuers ?? [DEFAULT_ISSUER];
  const apiAudiences = options.apiAudiences ?? issuers;
  const tls = tlsMaterial(options, clock, random);
  const requestHeader = requestHeaderNames(options.requestHeader);
  const expressions = new Expressions(features);
  await expressions.prepare(options);
  const configuration = authorizationConfiguration(options, expressions.compileCondition);
  const webhook = options.authenticationTokenWebhook?.kubeConfigFile;
  const metrics = new ServerMetrics(features, () => clock.now());
  const api = createApi({
    ...{ options, features, clock, random, logger, signingKey, issuers, apiAudiences, tls, requestHeader, expressions },
    tokenWebhook: webhook === undefined ? undefined : await loadConnection(webhook),
    authorization: { configuration, connections: await loadConnections(configuration) },
    onDecision: (...decision) => metrics.decided(...decision),
  });

  const host = options.bindAddress ?? '127.0.0.1';
  const advertisedHost = options.advertiseAddress ?? (['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host);
  const streams = new StreamRegistry();
  const auditor = createAuditor(options, { clock, features, logger });
  const health = healthChecks(features);
  let port = 0;
  const routes = nonResourceRoutes({
    features,
    kinds: api.kinds,
    clock,
    issuer: issuers[0] ?? '',
    jwksUri: options.serviceAccountJwksUri,
    publicKeys: api.publicKeys,
    advertised: () => authority(advertisedHost, port),
    health,
    statistics: {
      metrics,
      tokenUses: api.tokenUses,
      auditor,
      objectCounts: () => api.objectCounts(),
      seats: () => api.flowControl.seats(),
    },
  });
  const environment: HttpEnvironment = {
    authenticator: api.authenticator,
    authorizer: api.authorizer,
    flowControl: api.flowControl,
    apiAudiences,
    features,
    dispatcher: api.dispatcher(routes),
    clock,
    random,
    streams,
    auditor,
    observer: metrics,
    clientCertificate: peerCertificate,
    onAnswered: accessLog(logger),
    onBug: (error, auditId) => logger.error(error, `request ${auditId} failed because of a bug in kubemint`),
  };
  const updatable = { expressions, ...api, tls, verifiesWithSigningKey: options.serviceAccountKeys === undefined };
  const movable = serverClock(clock);
  const control: ControlEnvironment | undefined =
    options.controlToken === undefined
      ? undefined
      : {
          token: options.controlToken,
          clock: movable,
          onBug: (error) => logger.error(error, 'a request to the control API failed because of a bug in kubemint'),
        };
  const listeners: Listener[] = [];
  const controllers: { stop(): void }[] = [];
  const close = async (): Promise<void> => {
    for (const controller of controllers.splice(0)) controller.stop();
    await Promise.all(listeners.splice(0).map((listener) => listener.close()));
    await auditor?.close();
  };
  try {
    const secure = await listenTls({ host, port: options.securePort ?? 0, environment, control }, tls);
    listeners.push(secure);
    port = secure.port;
    const plain =
      options.httpPort === undefined
        ? undefined
        : await listenPlain({ host, port: options.httpPort, environment, control });
    if (plain !== undefined) listeners.push(plain);
    const { client, objects, tokenIssuer } = api;
    const onError = (error: unknown, message: string): void => logger.error(error, message);
    const namespacedResources = storedKinds(features).filter(({ namespaced }) => namespaced);
    const dependencies = {
      client,
      objects,
      clock,
      random,
      features,
      tokenIssuer,
      rootCA: tls.serving.value.cert,
      clusterAuthentication: {
        clientCA: () => tls.clientCA.value.pem,
        requestHeaderCA: () => tls.requestHeaderCA.value?.pem,
        requestHeader,
        onChanged: (listener: () => void) => {
          for (const bundle of [tls.clientCA, tls.requestHeaderCA]) bundle.onReplaced(listener);
        },
      },
      simulation: simulationOf(options),
      certificateAuthority: tls.authority,
      approvesCertificates: options.approveCertificateSigningRequests ?? false,
      namespacedResources,
      onError,
    };
    const running = await startControllers(dependencies);
    controllers.push(running);
    await ensureBootstrapPolicy(client, features);
    const kinds = kindsOf(features);
    await createInitialObjects((resource) => api.scopes.preferred(resource), {
      features,
      kinds,
      address: advertisedHost,
      port,
      clock,
      random,
    });
    await createManifests(client, storedKinds(features), options.manifests ?? []);
    await running.idle();
    const volumes =
      options.kubeletRootDir === undefined
        ? undefined
        : await startVolumeManager({
            ...dependencies,
            rootDir: options.kubeletRootDir,
            serves: (resource) => kinds.some((kind) => kind.resource === resource),
            onWarning: (message) => logger.info(0, {}, message),
          });
    if (volumes !== undefined) controllers.push(volumes);
    clock.settleBy(() => settled(volumes === undefined ? [running] : [running, volumes]));
    // A key that is being made is waited for by whoever first needs it; one that is kept on a disk may be unreadable.
    if (options.certDir !== undefined) await signingKey;
    api.compact();
    health.started();
    const url = `https://${authority(advertisedHost, port)}`;
    return {
      url,
      httpUrl: plain === undefined ? undefined : `http://${authority(advertisedHost, plain.port)}`,
      port,
      get ca() {
        return tls.ca();
      },
      clock: movable,
      kubeconfig: ({ user = tls.admin, server = url, ...rest } = {}) =>
        kubeconfigOf({ server, ca: tls.ca(), user, ...rest }),
      update: (changes) => update(updatable, changes),
      rotateServiceAccountKey: (choice = {}) => rotateServiceAccountKey(updatable, choice),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function requestHeaderNames({
  allowedNames = [],
  usernameHeaders = [],
  uidHeaders = [],
  groupHeaders = [],
  extraHeaderPrefixes = [],
}: Partial<RequestHeaderOptions> = {}): RequestHeaderNames {
  return { allowedNames, usernameHeaders, uidHeaders, groupHeaders, extraHeaderPrefixes };
}

/** Resolves when none of them is busy; one may keep another busy. */
async function settled(controllers: readonly RunningController[]): Promise<void> {
  while (controllers.some(({ busy }) => busy)) await Promise.all(controllers.map((controller) => controller.idle()));
}

function authority(host: string, port: number): string {
  return `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}
