# The application for a production-like setup; docker-compose.yml runs it with SQL Server.
FROM node:22-bookworm-slim AS node

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
# The build restores the browser packages with npm ci.
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules/npm /usr/local/lib/node_modules/npm
RUN ln -s /usr/local/lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /source
COPY . .
RUN dotnet publish src/CompetencyAssessment.Web -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# curl asks the health check. Skia and HarfBuzz come with the application; what they load is in this image.
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl \
    && rm -rf /var/lib/apt/lists/* \
    && mkdir /data \
    && chown "$APP_UID:$APP_UID" /data
WORKDIR /app
COPY --from=build /app .
ENV ASPNETCORE_ENVIRONMENT=Production \
    ASPNETCORE_HTTP_PORTS=8080 \
    Data__Folder=/data
USER $APP_UID
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["curl", "--fail", "--silent", "http://localhost:8080/health/ready"]
ENTRYPOINT ["dotnet", "CompetencyAssessment.Web.dll"]
