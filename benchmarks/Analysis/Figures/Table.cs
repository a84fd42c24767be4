namespace Sluice.Benchmarks.Analysis.Figures;

/// <summary>Figures in aligned columns, in the pipe form that documents take as it is.</summary>
internal sealed class Table(string title, params string[] headers)
{
    private readonly List<string[]> _rows = [];

    public void Row(params string[] cells) => _rows.Add(cells);

    public void Print()
    {
        Console.WriteLine();
        Console.WriteLine(title);
        int[] widths = [.. headers.Select((header, i) => _rows.Select(row => row[i].Length).Append(header.Length).Max())];
        Write(headers, widths);
        Console.WriteLine($"|{string.Join('|', widths.Select(width => new string('-', width + 2)))}|");
        _rows.ForEach(row => Write(row, widths));
    }

    private static void Write(string[] cells, int[] widths) => Console.WriteLine($"| {string.Join(" | ", cells.Select((cell, i) => cell.PadRight(widths[i])))} |");
}
