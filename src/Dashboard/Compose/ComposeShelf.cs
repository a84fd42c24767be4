using Sluice.Dashboard.Kit;
using Sluice.Engine.Compose;

namespace Sluice.Dashboard.Compose;

/// <summary>Files that people look through before they take them live.</summary>
internal sealed class ComposeShelf(TimeProvider time) : Shelf<ComposeRequest>(time, kept: TimeSpan.FromHours(8), most: 200)
{
    /// <summary>With what was given along.</summary>
    protected override long LengthOf(ComposeRequest item) => item.File.Length + item.Along.Variables.Sum(variable => variable.Key.Length + variable.Value.Length);
}
