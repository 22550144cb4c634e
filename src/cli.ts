/** The command line: main(argv, io) does all that `kubemint` does, and says the exit code. */
import { readFile } from 'node:fs/promises';
import { prepareControlToken, writeControlToken } from './cli/control-token.js';
import { auditOptions } from './cli/audit-options.js';
import { helpText } from './cli/help.js';
import type { CommandIO } from './cli/io.js';
import { checkKubeconfigFile, writeKubeconfigFile } from './cli/kubeconfig-file.js';
import { loadManifests } from './cli/manifests.js';
import { type CommandLine, parseCommandLine } from './cli/parse.js';
import { type Reload, reloadFiles } from './cli/reload.js';
import { serverOptions, verifiesItsOwnTokens } from './cli/server-options.js';
import { settingsOf } from './cli/settings.js';
import { startFailure } from './cli/start-failure.js';
import type { Settings } from './cli/flags.js';
import { watchTermination } from './cli/termination.js';
import { welcomeText } from './cli/welcome.js';
import { resolveFeatures } from './features/index.js';
import type { ServerOptions } from './server/options.js';
import type { Server } from './server/server.js';

export { type CommandIO } from './cli/io.js';

/**
 * Runs until a signal ends it. @param args the words after the program's name.
 * @returns 0, or 1 after one line on standard error when the options do not fit.
 */
export async function main(args: readonly string[], io: CommandIO): Promise<number> {
  const termination = watchTermination(io);
  let reload: Reload | undefined;
  try {
    const [command, ...rest] = args;
    if (command === 'project') {
      const { project } = await import('./cli/project/project.js');
      await project(rest, io, termination.requested);
      return 0;
    }
    const { given, ignored } = parseCommandLine(args);
    const settings = await settingsOf(given);
    if (settings.help) io.stdout(helpText());
    else if (settings.version) io.stdout(`kubemint ${await ownVersion()}\n`);
    else {
      warnOfIgnored(ignored, io);
      const server = await Promise.race([start(settings, io), termination.requested]);
      if (server !== undefined) reload = await reloadFiles({ settings, server, ...io });
      await termination.requested;
      await server?.close();
    }
    return 0;
  } catch (error) {
    io.stderr(startFailure(error));
    return 1;
  } finally {
    reload?.stop();
    termination.end();
  }
}

async function start(settings: Settings, io: CommandIO): Promise<Server> {
  const begun = performance.now();
  const [{ createServer }, options, manifests, logger, control] = await Promise.all([
    import('./server/server.js'),
    serverOptions(settings),
    loadManifests(settings.manifests, io.readInput),
    import('./server/logger.js').then(({ createLogger }) => createLogger({ verbosity: settings.v })),
    prepareControlToken(settings),
    settings.kubeconfig === '' ? undefined : checkKubeconfigFile(settings.kubeconfig),
  ]);
  warnOfKeys(options, io);
  const features = resolveFeatures({ version: options.kubernetesVersion, featureGates: options.featureGates });
  const audit = await auditOptions(settings, features);
  for (const warning of audit.warnings) io.stderr(`kubemint: warning: ${warning}\n`);
  const controlToken = control && { controlToken: control.token };
  const server = await createServer({ ...options, ...audit.options, manifests, logger, ...controlToken });
  try {
    if (settings.kubeconfig !== '') await writeKubeconfigFile(settings.kubeconfig, server.kubeconfig());
    if (control !== undefined) await writeControlToken(control);
  } catch (error) {
    await server.close();
    throw error;
  }
  const { kubeconfig } = settings;
  const tokenFile = control?.path ?? '';
  io.stdout(
    welcomeText({ server, features, kubeconfig, controlToken: tokenFile, startedIn: performance.now() - begun }),
  );
  return server;
}

function warnOfIgnored(ignored: CommandLine['ignored'], io: CommandIO): void {
  if (ignored.length === 0) return;
  io.stderr(`kubemint: warning: without meaning here and ignored: ${ignored.map((name) => `--${name}`).join(', ')}\n`);
}

function warnOfKeys(options: ServerOptions, io: CommandIO): void {
  if (verifiesItsOwnTokens(options)) return;
  io.stderr(
    'kubemint: warning: no --service-account-key-file holds the public half of --service-account-signing-key-file: ' +
      'tokens made here will not be accepted here\n',
  );
}

async function ownVersion(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
