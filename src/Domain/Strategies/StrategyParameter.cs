using System.Globalization;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Strategies;

/// <summary>One thing that a custom strategy asks of whoever makes a deployment.</summary>
public abstract record StrategyParameter
{
    private StrategyParameter(string name, string title) => (Name, Title) = (name, title);

    /// <summary>On the wire, spelled as the name of a strategy.</summary>
    public string Name { get; }

    /// <summary>For people, 1 to 60 characters.</summary>
    public string Title { get; }

    /// <summary>For people, beside the field; null for none.</summary>
    public string? Hint { get; init; }

    /// <summary>The value where nobody gave one.</summary>
    public abstract object Usual { get; }

    /// <summary>What is taken, in words.</summary>
    public abstract string Remedy { get; }

    /// <summary>The values at which mistakes hide: the usual one, and both ends of the range.</summary>
    public abstract IReadOnlyList<object> Corners { get; }

    public abstract bool Takes(object? value);

    /// <summary>A value as on the wire.</summary>
    public virtual string Show(object value) => string.Create(CultureInfo.InvariantCulture, $"{value}");

    public sealed record Number(string Name, string Title, decimal Default, decimal Least, decimal Most) : StrategyParameter(Name, Title)
    {
        public bool IsWhole { get; init; }

        public override object Usual => Default;

        public override string Remedy => string.Create(CultureInfo.InvariantCulture, $"{(IsWhole ? "a whole number" : "a number")} from {Least} to {Most}");

        public override IReadOnlyList<object> Corners => [.. new[] { Default, Least, Most }.Distinct()];

        public override bool Takes(object? value) => value is decimal number && number >= Least && number <= Most && (!IsWhole || number % 1 == 0);
    }

    /// <summary>A duration, up to 366 days, to the millisecond.</summary>
    public sealed record Length(string Name, string Title, TimeSpan Default, TimeSpan Least, TimeSpan Most) : StrategyParameter(Name, Title)
    {
        public override object Usual => Default;

        public override string Remedy => $"a duration from {Durations.Format(Least)} to {Durations.Format(Most)}";

        public override IReadOnlyList<object> Corners => [.. new[] { Default, Least, Most }.Distinct()];

        public override bool Takes(object? value) => value is TimeSpan length && length >= Least && length <= Most;

        public override string Show(object value) => Durations.Format((TimeSpan)value);
    }

    public sealed record Flag(string Name, string Title, bool Default) : StrategyParameter(Name, Title)
    {
        public override object Usual => Default;

        public override string Remedy => "true or false";

        public override IReadOnlyList<object> Corners => [Default, !Default];

        public override bool Takes(object? value) => value is bool;

        public override string Show(object value) => value is true ? "true" : "false";
    }

    /// <summary>One of a few words.</summary>
    public sealed record Choice(string Name, string Title, string Default, ValueList<string> Among) : StrategyParameter(Name, Title)
    {
        public override object Usual => Default;

        public override string Remedy => "one of " + string.Join(", ", Among);

        public override IReadOnlyList<object> Corners => [.. Among];

        public override bool Takes(object? value) => value is string word && Among.Contains(word, StringComparer.Ordinal);
    }
}
