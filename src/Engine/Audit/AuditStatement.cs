using System.Text;
using Npgsql;
using Sluice.Domain;

namespace Sluice.Engine.Audit;

/// <summary>A statement over the lines of one tenant that match a filter; conditions that are not asked for are not in its text.</summary>
internal sealed class AuditStatement
{
    private readonly StringBuilder _sql;
    private readonly List<NpgsqlParameter> _parameters = [];

    public AuditStatement(string select, TenantId tenant, AuditFilter filter)
    {
        _sql = new(select);
        Append($" from sluice_audit_line where tenant_id = {Value(tenant.Value)}");
        AndIf(filter.Actor, actor => $"actor = {Value(actor)}");
        AndIf(filter.Action, action => $"action = {Value(action)}");
        AndIf(filter.Service, service => $"service = {Value(service)}");
        AndIf(filter.Outcomes is { Count: > 0 } outcomes ? outcomes.ToArray() : null, some => $"outcome = any({Value(some)})");
        if (filter.From is { } from)
        {
            And($"at >= {Value(from.ToUniversalTime())}");
        }

        if (filter.To is { } to)
        {
            And($"at < {Value(to.ToUniversalTime())}");
        }

        AndIf(ConditionOf(filter), condition => condition);
    }

    public void And(string condition) => Append(" and " + condition);

    public void Append(string text) => _sql.Append(text);

    /// <returns>The placeholder that stands for the value.</returns>
    public string Value<T>(T value)
    {
        _parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${_parameters.Count}";
    }

    public NpgsqlCommand ToCommand(NpgsqlDataSource database)
    {
        var command = database.CreateCommand(_sql.ToString());
        command.Parameters.AddRange(_parameters.ToArray());
        return command;
    }

    private string? ConditionOf(AuditFilter filter) => filter.View switch
    {
        AuditView.Refused => "outcome in ('refused', 'conflicted')",
        AuditView.BreakGlass => "action in ('break_glass', 'review', 'explain')",
        AuditView.Overrides => "against is not null",
        AuditView.Automation => "actor_kind <> 'person'",
        AuditView.Mine => $"actor = {Value(filter.Me ?? string.Empty)}",
        AuditView.Configuration => $"category = '{AuditActions.Configuration}'",
        _ => null,
    };

    private void AndIf<T>(T? value, Func<T, string> condition)
        where T : class
    {
        if (value is not null)
        {
            And(condition(value));
        }
    }
}
