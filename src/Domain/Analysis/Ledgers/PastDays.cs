namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>Goes through the minutes of days past and keeps the books of what became of each start. Not safe for several threads.</summary>
internal sealed class PastDays(TrialTerms terms, TimeSpan step)
{
    private readonly Queue<ServedMinute> _before = new();
    private readonly List<ServedMinute> _waiting = [];
    private readonly List<TimeSpan> _took = [];
    private DateTimeOffset? _from;
    private DateTimeOffset _until;
    private DateTimeOffset _next;
    private Trial? _trial;
    private TimeSpan _missing;
    private int _returned;
    private int _held;
    private int _broken;

    public DaysBackTestResult? Result
    {
        get
        {
            var starts = _took.Count + _returned + _held;
            _took.Sort();
            return _from is { } from
                ? new(starts, _returned, _held, _broken, starts > 0 && _took.Count * 2 >= starts ? _took[(starts - 1) / 2] : null, from, _until, _missing, step)
                : null;
        }
    }

    public void Take(ServedMinute minute)
    {
        if (_from is null)
        {
            (_from, _until, _next) = (minute.From, minute.From, minute.From + DaysBackTest.Before);
        }

        if (minute.From - _until is var missing && missing > DaysBackTest.MostMissing)
        {
            _missing += missing;
            _broken += _trial is null ? 0 : 1;
            (_trial, _next) = (null, minute.From + DaysBackTest.Before);
        }

        while (_before.TryPeek(out var old) && old.From < minute.From - DaysBackTest.Before)
        {
            _before.Dequeue();
        }

        if (_trial is null && minute.From >= _next)
        {
            Begin(minute.From);
        }

        _until = minute.From + ServedMinute.Length;
        if (_trial is not null)
        {
            Look(minute);
        }

        _before.Enqueue(minute);
    }

    private void Begin(DateTimeOffset at)
    {
        // The minute is the seed: whoever asks again finds the same requests in the canary.
        _trial = new(terms, WindowSum.Before([.. _before.Select(minute => minute.Window)]), unchecked((int)(at.ToUnixTimeSeconds() / 60)), at);
        _next = at + DaysBackTest.Apart;
        _waiting.Clear();
    }

    private void Look(ServedMinute minute)
    {
        _waiting.Add(minute);
        if (_until - _waiting[0].From < step)
        {
            return;
        }

        var state = _trial!.Observe(_waiting[0].From, WindowSum.Of([.. _waiting.Select(one => one.Window)]), _until);
        _waiting.Clear();
        if (state != TrialState.UnderWay)
        {
            End(state, _until - _trial.Start);
        }
    }

    private void End(TrialState state, TimeSpan took)
    {
        _trial = null;
        switch (state)
        {
            case TrialState.Passed:
                _took.Add(took);
                break;
            case TrialState.Returned:
                _returned++;
                break;
            default:
                _held++;
                break;
        }
    }
}
