namespace Sluice.E2E;

/// <summary>A Compose file of two services, one of which waits for the other.</summary>
internal static class GardenFile
{
    public const string Text =
        """
        name: garden
        services:
          web:
            image: docker.io/library/web:1
            ports: ["8080"]
            depends_on: [db]
            container_name: garden-web
          db:
            image: docker.io/library/db:1
            expose: ["5432"]
        """;
}
