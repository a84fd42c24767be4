using Npgsql;
using NpgsqlTypes;

namespace Sluice.Engine.Store;

/// <summary>Turns a request into the statement and its parameters.</summary>
internal static class AppendCommand
{
    /// <exception cref="ArgumentException">No stream, a stream without events or twice, or an unknown kind of event.</exception>
    public static AppendShape ShapeOf(AppendRequest request)
    {
        var streams = request.Streams;
        if (streams.Count == 0 || streams.Any(stream => stream.Events.Count == 0))
        {
            throw new ArgumentException("An append names at least one stream, and at least one event for each.", nameof(request));
        }

        if (streams.Count > 1 && streams.DistinctBy(stream => stream.Stream, StringComparer.Ordinal).Count() < streams.Count)
        {
            throw new ArgumentException("An append names each stream once.", nameof(request));
        }

        var letters = streams.Count == 1 ? Letter(streams[0]) : string.Concat(streams.Select(Letter));
        return new(letters, request.CommandId is not null, streams is [{ Events.Count: 1 }]);
    }

    public static NpgsqlCommand Fill(NpgsqlCommand command, AppendRequest request, AppendShape shape, EventCatalogue catalogue)
    {
        var parameters = command.Parameters;
        var at = request.At.UtcDateTime;
        parameters.Add(new NpgsqlParameter<string> { TypedValue = request.Tenant.Value });
        parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = at });
        if (request.CommandId is { } commandId)
        {
            parameters.Add(new NpgsqlParameter<string> { TypedValue = commandId });
            parameters.Add(new NpgsqlParameter<string> { TypedValue = request.CommandAnswer ?? "null", NpgsqlDbType = NpgsqlDbType.Jsonb });
        }

        foreach (var stream in request.Streams)
        {
            parameters.Add(new NpgsqlParameter<string> { TypedValue = stream.Stream });
            parameters.Add(stream.ExpectedVersion == 0
                ? new NpgsqlParameter<string> { TypedValue = stream.StreamType }
                : new NpgsqlParameter<long> { TypedValue = stream.ExpectedVersion });
            parameters.Add(new NpgsqlParameter<long> { TypedValue = stream.Events.Count });
        }

        if (shape.OneEvent)
        {
            var @event = request.Streams[0].Events[0];
            var kind = catalogue.KindOf(@event);
            parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7(request.At) });
            parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = kind.Write(@event), NpgsqlDbType = NpgsqlDbType.Jsonb });
            parameters.Add(new NpgsqlParameter<string> { TypedValue = kind.Alias });
            parameters.Add(new NpgsqlParameter<string> { TypedValue = kind.DotNetType });
        }
        else
        {
            AddArrays(parameters, request, catalogue);
        }

        return command;
    }

    private static void AddArrays(NpgsqlParameterCollection parameters, AppendRequest request, EventCatalogue catalogue)
    {
        var count = request.Streams.Sum(stream => stream.Events.Count);
        var (ids, data, types, dotnet) = (new Guid[count], new byte[count][], new string[count], new string[count]);
        var (streams, versions) = request.Streams.Count > 1 ? (new string[count], new long[count]) : default;
        var i = 0;
        foreach (var stream in request.Streams)
        {
            for (var n = 0; n < stream.Events.Count; n++, i++)
            {
                var kind = catalogue.KindOf(stream.Events[n]);
                (ids[i], data[i], types[i], dotnet[i]) = (Guid.CreateVersion7(request.At), kind.Write(stream.Events[n]), kind.Alias, kind.DotNetType);
                if (streams is not null)
                {
                    (streams[i], versions![i]) = (stream.Stream, stream.ExpectedVersion + n + 1);
                }
            }
        }

        parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
        parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = data, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
        parameters.Add(new NpgsqlParameter<string[]> { TypedValue = types });
        parameters.Add(new NpgsqlParameter<string[]> { TypedValue = dotnet });
        if (streams is not null)
        {
            parameters.Add(new NpgsqlParameter<string[]> { TypedValue = streams });
            parameters.Add(new NpgsqlParameter<long[]> { TypedValue = versions! });
        }
    }

    private static string Letter(StreamAppend stream) => stream.ExpectedVersion == 0 ? "n" : "e";
}
