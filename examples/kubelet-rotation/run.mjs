// The services of compose.yml as processes and directories: node examples/kubelet-rotation/run.mjs
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { withServices } from '../processes.mjs';
import { until } from '../story.mjs';

await withServices(new URL('compose.yml', import.meta.url), async (services) => {
  await services.kubemint();
  const pods = join(services.directory('state'), 'kubelet/pods');
  const volume = await until('volume of the pod', () => volumeIn(pods));
  const env = { POD_ROOT: services.podRoot(volume), PORT: '0' };
  await services.start('worker', /port (?<port>\d+)/, { entrypoint: [], env });
  await services.run('story');
});

/** The one volume of the one pod, once there is a token in it. */
function volumeIn(pods) {
  if (!existsSync(pods)) return undefined;
  const plugins = readdirSync(pods).map((uid) => join(pods, uid, 'volumes/kubernetes.io~projected'));
  const volumes = plugins.filter(existsSync).flatMap((plugin) => readdirSync(plugin).map((name) => join(plugin, name)));
  return volumes.find((volume) => existsSync(join(volume, 'token')));
}
