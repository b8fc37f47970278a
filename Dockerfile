# syntax=docker/dockerfile:1
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /vitrine
COPY package.json package-lock.json ./
RUN npm install --no-save --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts --no-audit --no-fund && rm -rf src test bench scripts .cache

FROM node:24.21.0-bookworm-slim
LABEL org.opencontainers.image.title="Vitrine" org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 VITRINE_HOME=/data VITRINE_PORTALS=/portals
WORKDIR /vitrine
COPY --from=build /vitrine ./
RUN mkdir /data /portals && chown node:node /data /portals
USER node
VOLUME ["/data"]
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/healthz').then(reply => process.exit(reply.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/vitrine/bin/vitrine.js"]
CMD ["serve"]
