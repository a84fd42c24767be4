using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Sluice.Engine.Settings;

/// <summary>Sections of the settings as options, so that a value that cannot be read is a mistake like any other: a sentence, beside all the others, before anything starts.</summary>
public static class SettingsServices
{
    /// <summary>Binds a section and has it checked at the start.</summary>
    /// <remarks>Reading the options throws <see cref="OptionsValidationException"/>, with a sentence for every value of the section that is not of its property's type.</remarks>
    public static IServiceCollection AddSettings<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddOptions<T>().Configure<IConfiguration>((options, configuration) => Read(configuration.GetSection(section), options)).ValidateOnStart();
        return services;
    }

    private static void Read<T>(IConfigurationSection section, T options)
        where T : class
    {
        var mistakes = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite && section[property.Name] is { } value && !IsReadable(property.PropertyType, value))
            .Select(property => $"{section.Path}:{property.Name} is \"{section[property.Name]}\"; expected {Expected(property.PropertyType)}.")
            .ToList();
        if (mistakes.Count > 0)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(T), mistakes);
        }

        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException ex) when (ex.InnerException is not null)
        {
            // A value deeper inside; the binder's own sentence names its key and the value.
            throw new OptionsValidationException(Options.DefaultName, typeof(T), [ex.Message]);
        }
    }

    private static bool IsReadable(Type type, string value)
    {
        var converter = TypeDescriptor.GetConverter(type);
        if (!converter.CanConvertFrom(typeof(string)))
        {
            return true;   // a list or a group of settings, which the binder takes apart
        }

        try
        {
            converter.ConvertFromString(context: null, CultureInfo.InvariantCulture, value);
            return true;
        }
        catch (Exception ex) when (ex is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private static string Expected(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { IsEnum: true } one => string.Join(" or ", Enum.GetNames(one)),
        var one when one == typeof(bool) => "true or false",
        var one when one == typeof(TimeOnly) => "a time of day such as 08:00",
        var one when one == typeof(TimeSpan) => "a time such as 00:30:00 or 1.00:00:00",
        var one => $"a value of the kind {one.Name}",
    };
}
