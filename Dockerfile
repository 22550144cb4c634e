# The server alone, as user node. It writes to /var/lib/kubemint and nowhere else, so the root may be read-only:
#   docker build -t kubemint . && docker run --rm --read-only -p 6443:6443 kubemint
FROM node:22-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY src src
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:22-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /src/package.json ./
COPY --from=build /src/node_modules node_modules
COPY --from=build /src/dist dist
RUN mkdir /var/lib/kubemint && chown node:node /var/lib/kubemint
USER node
VOLUME /var/lib/kubemint
EXPOSE 6443
HEALTHCHECK --interval=2s --timeout=3s --retries=5 \
  CMD ["node", "/app/dist/ready-check.js", "/var/lib/kubemint/admin.kubeconfig"]
ENTRYPOINT ["node", "/app/dist/bin.js", "--bind-address=0.0.0.0", "--kubeconfig=/var/lib/kubemint/admin.kubeconfig"]
