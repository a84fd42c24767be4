namespace Sluice.Dashboard.Resources;

/// <summary>Every sentence that people read, by key: <c>Texts.resx</c> beside this file.</summary>
public sealed class Texts;
