// The services of compose.yml as processes and directories: node examples/phased-audience-migration/run.mjs
import { withServices } from '../processes.mjs';

const LISTENING = /port (?<port>\d+)/;

await withServices(new URL('compose.yml', import.meta.url), async (services) => {
  await services.kubemint();
  await services.start('tokens', /is ready/);
  await Promise.all([
    services.start('checkout', LISTENING, {
      env: { POD_ROOT: services.podRoot(services.directory('tokens')), PORT: '0' },
    }),
    ...['payments-1', 'payments-2', 'payments-3'].map((release) =>
      services.start(release, LISTENING, { env: { PORT: '0' } }),
    ),
  ]);
  await services.run('story');
});
