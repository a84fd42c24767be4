using System.Text;
using Npgsql;
using Sluice.Domain;
using Sluice.Domain.Deployments;

namespace Sluice.Engine.Projections;

/// <summary>A statement over the deployments of one tenant that match a filter; conditions that are not asked for are not in its text.</summary>
internal sealed class ListStatement
{
    private readonly StringBuilder _sql;
    private readonly List<NpgsqlParameter> _parameters = [];

    public ListStatement(string select, TenantId tenant, DeploymentFilter filter)
    {
        _sql = new(select);
        _sql.Append(" from sluice_deployment where tenant_id = ").Append(Value(tenant.Value));
        if (filter.Service is { } service)
        {
            And($"service = {Value(service.Value)}");
        }

        if (filter.Environment is { } environment)
        {
            And($"environment = {Value(environment.Value)}");
        }

        if (filter.Statuses is { Count: > 0 } statuses)
        {
            And($"status = any({Value(statuses.ToArray())})");
        }

        if (filter.Strategy is { } strategy)
        {
            And($"strategy = {Value(Words.Of(strategy))}");
        }

        if (filter.Recorded is { } recorded)
        {
            And($"kind {(recorded ? "=" : "<>")} {Value(Words.Of(DeploymentKind.Initial))}");
        }

        if (filter.Active is { } active)
        {
            And(active ? "ended_at is null" : "ended_at is not null");
        }
    }

    public void And(string condition) => _sql.Append(" and ").Append(condition);

    public void End(string clause) => _sql.Append(clause);

    /// <returns>The placeholder that stands for the value.</returns>
    public string Value<T>(T value)
    {
        _parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${_parameters.Count}";
    }

    public NpgsqlBatchCommand ToCommand()
    {
        var command = new NpgsqlBatchCommand(_sql.ToString());
        command.Parameters.AddRange(_parameters.ToArray());
        return command;
    }
}
