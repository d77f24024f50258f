namespace Orchestrator.Cli.Output;

/// <summary>
/// Responsible for rows of fields with ` | ` between them. A person's terminal gets a heading and aligned columns;
/// a program gets the fields alone.
/// </summary>
internal sealed class RowWriter(Terminal terminal)
{
    private const string Between = " | ";
    private const string Dim = "\u001b[2m";
    private const string Plain = "\u001b[0m";

    public void Line(string text) => terminal.Output.WriteLine(text);

    /// <param name="heading">What the columns are.</param>
    /// <param name="rows">The rows; each has as many fields.</param>
    /// <param name="counted">What a row is, in the plural, for the line at the end.</param>
    public void Rows(IReadOnlyList<string> heading, IReadOnlyList<IReadOnlyList<string>> rows, string counted)
    {
        var widths = heading.Select((name, column) => terminal.IsTerminal
            ? rows.Select(row => row[column].Length).Append(name.Length).Max()
            : 0).ToList();
        if (terminal.IsTerminal && rows.Count > 0)
        {
            var columns = Joined(heading, widths);
            terminal.Output.WriteLine(terminal.HasColours ? Dim + columns + Plain : columns);
        }

        foreach (var row in rows)
        {
            terminal.Output.WriteLine(Joined(row, widths));
        }

        terminal.Output.WriteLine($"Count: {rows.Count} {counted}");
    }

    private static string Joined(IReadOnlyList<string> fields, List<int> widths) => string.Join(
        Between, fields.Select((field, column) => field.PadRight(widths[column]))).TrimEnd();
}
