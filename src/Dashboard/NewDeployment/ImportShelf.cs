using Sluice.Dashboard.Kit;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>Texts on their way into a form, which fetches each once.</summary>
internal sealed class ImportShelf(TimeProvider time) : Shelf<string>(time, kept: TimeSpan.FromMinutes(10), most: 100)
{
    protected override long LengthOf(string item) => item.Length;
}
