using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Sluice.Dashboard.Access;

/// <summary>The session keys' folder, made at the first use: the settings are checked before anything is written.</summary>
internal sealed class KeyFolder(DataDirectory data, ILoggerFactory logs) : IXmlRepository
{
    private readonly Lazy<FileSystemXmlRepository> _files = new(() => new(data.Private("keys"), logs));

    public IReadOnlyCollection<XElement> GetAllElements() => _files.Value.GetAllElements();

    public void StoreElement(XElement element, string friendlyName) => _files.Value.StoreElement(element, friendlyName);
}
