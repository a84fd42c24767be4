namespace Sluice.Domain.Strategies;

/// <summary>A value for every parameter of a strategy: what was given, and the usual one for the others.</summary>
public sealed class StrategyArguments
{
    private readonly Dictionary<string, object> _values;

    private StrategyArguments(ValueList<StrategyArgument> shown, Dictionary<string, object> values) => (Shown, _values) = (shown, values);

    /// <summary>As on the wire, in the order of the parameters.</summary>
    public ValueList<StrategyArgument> Shown { get; }

    /// <param name="given">Values by name: a decimal, a TimeSpan, a bool or a string, as the parameter takes it.</param>
    /// <exception cref="ArgumentException">A value is not taken.</exception>
    public static StrategyArguments Of(IEnumerable<StrategyParameter> parameters, IReadOnlyDictionary<string, object> given)
    {
        var shown = new List<StrategyArgument>();
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var parameter in parameters)
        {
            var value = given.GetValueOrDefault(parameter.Name) ?? parameter.Usual;
            if (!parameter.Takes(value))
            {
                throw new ArgumentException($"{parameter.Name} is {value}; expected {parameter.Remedy}.", nameof(given));
            }

            values.Add(parameter.Name, value);
            shown.Add(new(parameter.Name, parameter.Show(value)));
        }

        return new(shown.ToValueList(), values);
    }

    public decimal Number(string name) => Get<decimal>(name);

    public int Whole(string name) => (int)Get<decimal>(name);

    public TimeSpan Length(string name) => Get<TimeSpan>(name);

    public bool Flag(string name) => Get<bool>(name);

    public string Choice(string name) => Get<string>(name);

    private T Get<T>(string name) => _values.TryGetValue(name, out var value)
        ? value is T asked ? asked : throw new ArgumentException($"The parameter {name} is no {typeof(T).Name}.", nameof(name))
        : throw new ArgumentException($"There is no parameter {name}.", nameof(name));
}
