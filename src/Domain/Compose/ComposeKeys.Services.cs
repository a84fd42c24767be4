using static Sluice.Domain.Compose.ComposeTreatment;

namespace Sluice.Domain.Compose;

public static partial class ComposeKeys
{
    private static IEnumerable<ComposeKey> ServiceTranslated() =>
    [
        new("services.*.ports", Translated, "The first one is where the gateway sends requests: its port of the host is not opened. The others are published besides, on the installation's address. TCP alone, no ranges, no address."),
        new("services.*.ports[].target", Translated, "See `ports`."),
        new("services.*.ports[].published", Translated, "See `ports`."),
        new("services.*.ports[].protocol", Honoured, "`tcp` alone."),
        new("services.*.ports[].mode", Ignored, "There is one host."),
        new("services.*.ports[].name", Ignored, "A name for people."),
        new("services.*.ports[].app_protocol", Ignored, "The gateway speaks HTTP."),
        new("services.*.ports[].host_ip", Refused, "Leave the address out: where ports are published is the installation's to say."),
        new("services.*.expose", Translated, "Without `ports` the first one is where the gateway sends requests. The others stay inside."),
        new("services.*.networks", Honoured, "A list or a map of networks that the engine has. Other services are not found there by their names."),
        new("services.*.networks.*", Honoured, ""),
        new("services.*.networks.*.priority", Ignored, "It orders the joining alone."),
        new("services.*.networks.*.aliases", Refused, "Containers have no other names. Use the gateway's address of the service."),
        new("services.*.networks.*.ipv4_address", Refused, "The engine gives the addresses, as two releases stand side by side."),
        new("services.*.networks.*.ipv6_address", Refused, "The engine gives the addresses, as two releases stand side by side."),
        new("services.*.tmpfs", Translated, "A mount of the kind `tmpfs`; options are refused."),
        new("services.*.restart", Translated, "Sluice starts again what ended, after pauses of 1 s to 30 s, whatever is said here; a container's own policy is `no`."),
        new("services.*.stop_grace_period", Translated, "Waited for when longer than 10s, at most 10m; before it the gateway drains the instance."),
        new("services.*.pull_policy", Translated, "`missing` and `if_not_present`, `always`, `never`. All instances of a release run the image that its first one was made from."),
        new("services.*.scale", Translated, "As `deploy.replicas`."),
        new("services.*.cpus", Translated, "As `deploy.resources.limits.cpus`."),
        new("services.*.mem_limit", Translated, "As `deploy.resources.limits.memory`."),
        new("services.*.mem_reservation", Translated, "As `deploy.resources.reservations.memory`."),
        new("services.*.x-sluice", Honoured, "Sluice's own: what Compose has no word for."),
        new("services.*.x-sluice.service", Honoured, "The service's name in Sluice, in the place of `application-service`."),
        new("services.*.x-sluice.host", Honoured, "For which host the gateway takes requests; `service.application.localhost` unless said."),
        new("services.*.x-sluice.path_prefix", Honoured, "For which paths; `/` unless said."),
        new("services.*.x-sluice.port", Honoured, "Where the gateway sends requests, and where the service is asked whether it is ready. All `ports` but this one are then published as they say."),
        new("services.*.x-sluice.health", Honoured, "A path that is asked over HTTP, in the place of `healthcheck`."),
    ];

    private static IEnumerable<ComposeKey> ServiceIgnored() =>
    [
        new("services.*.build", Ignored, "Sluice builds nothing. `image` must be there, and be fetched from somewhere."),
        new("services.*.container_name", Ignored, "Two releases stand side by side, so Sluice names containers itself."),
        new("services.*.attach", Ignored, "Nobody is attached; the last lines are shown in the console."),
        new("services.*.develop", Ignored, "It is for work on the sources."),
        new("services.*.stdin_open", Ignored, "Nobody is attached."),
        new("services.*.tty", Ignored, "Nobody is attached."),
        new("services.*.annotations", Ignored, "No engine of Sluice reads them."),
    ];

    private static IEnumerable<ComposeKey> ServiceRefused()
    {
        const string NotYet = "Sluice cannot set this. Put it into the image, or leave it out.";
        const string Isolation = "A container shares nothing with others or with the machine. Leave it out.";
        (string What, string[] Keys)[] refused =
        [
            (NotYet, ["working_dir", "hostname", "domainname", "init", "read_only", "extra_hosts", "dns", "dns_opt", "dns_search", "shm_size", "group_add", "mac_address", "platform", "runtime", "storage_opt", "security_opt", "post_start", "pre_stop", "isolation", "oom_kill_disable", "oom_score_adj"]),
            (Isolation, ["privileged", "network_mode", "pid", "ipc", "uts", "userns_mode", "cgroup", "cgroup_parent", "volumes_from", "devices", "device_cgroup_rules", "gpus", "use_api_socket"]),
            ("Bound the service by `deploy.resources.limits` instead.", ["blkio_config", "cpu_count", "cpu_percent", "cpu_period", "cpu_quota", "cpu_rt_period", "cpu_rt_runtime", "cpu_shares", "cpuset", "memswap_limit", "mem_swappiness", "pids_limit"]),
            ("Only what the engine itself keeps can be read back. Leave it out.", ["logging"]),
            ("Containers have no other names. Use the gateway's address of the service.", ["links", "external_links"]),
            ("The file is not here. Give its lines as `environment`.", ["env_file", "label_file"]),
            ("Put the files into the image, or mount a folder read only.", ["configs"]),
            ("Give the values as `environment`, which is masked wherever it is shown.", ["secrets", "credential_spec"]),
            ("Write the service out: `docker compose config` does.", ["extends"]),
            ("Sluice runs images alone.", ["provider", "models"]),
        ];
        return refused.SelectMany(group => group.Keys.Select(key => new ComposeKey("services.*." + key, Refused, group.What)));
    }

    private static IEnumerable<ComposeKey> Deploy() =>
    [
        new("services.*.deploy", Honoured, ""),
        new("services.*.deploy.mode", Honoured, "`replicated` alone: there is one host, and what Sluice runs goes on running."),
        new("services.*.deploy.replicas", Honoured, "1 to 100."),
        new("services.*.deploy.labels", Ignored, "They are said of a service of Swarm; `labels` are those of the containers."),
        new("services.*.deploy.endpoint_mode", Ignored, "The gateway is in front of the instances."),
        new("services.*.deploy.restart_policy", Translated, "See `restart`."),
        new("services.*.deploy.placement", Refused, "There is one host. Leave it out."),
        new("services.*.deploy.resources", Honoured, ""),
        new("services.*.deploy.resources.limits", Honoured, ""),
        new("services.*.deploy.resources.limits.cpus", Honoured, ""),
        new("services.*.deploy.resources.limits.memory", Honoured, "6 MiB or more."),
        new("services.*.deploy.resources.limits.pids", Refused, "Use `ulimits` with `nproc`."),
        new("services.*.deploy.resources.reservations", Honoured, ""),
        new("services.*.deploy.resources.reservations.memory", Honoured, ""),
        new("services.*.deploy.resources.reservations.cpus", Ignored, "No engine of Sluice puts processors by."),
        new("services.*.deploy.resources.reservations.devices", Refused, "Sluice hands on no devices. Leave it out."),
        new("services.*.deploy.resources.reservations.generic_resources", Refused, "There is one host. Leave it out."),
        new("services.*.deploy.update_config", Honoured, "A rolling update. Without it instances are replaced one by one, the new one first where both can stand side by side."),
        new("services.*.deploy.update_config.parallelism", Honoured, "How many instances at a time; 0 is all of them."),
        new("services.*.deploy.update_config.delay", Honoured, "The pause between batches."),
        new("services.*.deploy.update_config.monitor", Translated, "How long a batch must have served before the next one; 5s unless said."),
        new("services.*.deploy.update_config.order", Honoured, "`start-first` or `stop-first`. Unless said, `stop-first` for what takes a port of the host or is alone with data of its own, else `start-first`."),
        new("services.*.deploy.update_config.failure_action", Translated, "`rollback`, which is what always happens: what served before is brought back. `pause` and `continue` are refused."),
        new("services.*.deploy.update_config.max_failure_ratio", Honoured, "0 alone: one instance that fails ends the update."),
        new("services.*.deploy.rollback_config", Ignored, "What served before comes back in the steps in which it left, with a time budget of its own."),
    ];
}
