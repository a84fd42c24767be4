// Writes one embedded resource of an assembly to a file, without loading the assembly:
//   dotnet run --file extract-resource.cs -- ASSEMBLY RESOURCE TARGET
#:property PublishAot=false

using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

if (args is not [var assembly, var name, var target])
{
    Console.Error.WriteLine("Usage: extract-resource ASSEMBLY RESOURCE TARGET");
    return 2;
}

using var image = new PEReader(File.OpenRead(assembly));
var metadata = image.GetMetadataReader();
var resource = metadata.ManifestResources
    .Select(metadata.GetManifestResource)
    .FirstOrDefault(candidate => metadata.GetString(candidate.Name) == name);
if (resource.Name.IsNil)
{
    Console.Error.WriteLine($"{assembly} has no resource {name}.");
    return 1;
}

// A resource is its length as a little-endian int32, followed by its bytes.
var reader = image.GetSectionData(image.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress).GetReader();
reader.Offset = (int)resource.Offset;
var content = reader.ReadBytes(reader.ReadInt32());

Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
File.WriteAllBytes(target, content);
return 0;
