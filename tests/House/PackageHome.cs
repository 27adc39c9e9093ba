using System.Reflection;
using System.Xml.Linq;

namespace Nba.House;

/// <summary>Which folders of a source project may name a package.</summary>
/// <param name="Package">The id it is referenced by.</param>
/// <param name="Namespace">The first part of its names, as code writes them.</param>
/// <param name="Assembly">What it compiles to.</param>
/// <param name="Folders">Folders, or files, of the project; none: it comes along with another package and is not to be named.</param>
internal sealed record PackageHome(string Package, string Namespace, string Assembly, params string[] Folders)
{
    /// <summary>Where the sources and the compiled project name packages outside their homes.</summary>
    public static IEnumerable<string> Strays(string project, string rootNamespace, Assembly compiled, IReadOnlyList<PackageHome> homes)
    {
        foreach (var file in Repository.Files(project, ".cs"))
        {
            foreach (var home in homes.Where(home => !home.Holds(file[(project.Length + 1)..])))
            {
                foreach (var place in CodeText.Mentions(file, home.Namespace))
                {
                    yield return $"{place} names {home.Package}: {home.Sentence}";
                }
            }
        }

        foreach (var use in AssemblyUses.Of(compiled).Where(use => use.Namespace.StartsWith(rootNamespace, StringComparison.Ordinal) || use.Type == "Program"))
        {
            var folder = use.Type == "Program" || use.Namespace == rootNamespace ? use.Type + ".cs" : (use.Namespace + ".")[(rootNamespace.Length + 1)..].Replace('.', '/');
            foreach (var home in homes.Where(home => home.Assembly == use.UsedAssembly && !home.Holds(folder)))
            {
                yield return $"{use.Namespace}.{use.Type} uses {use.UsedType} of {home.Package}: {home.Sentence}";
            }
        }
    }

    /// <summary>Packages that a project references and this table does not know.</summary>
    public static IEnumerable<string> Homeless(string projectFile, IReadOnlyList<PackageHome> homes) =>
        XDocument.Parse(Repository.Read(projectFile)).Descendants("PackageReference")
            .Select(reference => (string?)reference.Attribute("Include"))
            .OfType<string>()
            .Except(homes.Select(home => home.Package), StringComparer.Ordinal)
            .Select(package => $"{projectFile} references {package}, which has no home: add it to the table with the folders that may name it");

    private string Sentence => Folders.Length == 0 ? "no folder here may" : $"only {string.Join(", ", Folders)} may";

    private bool Holds(string place) => Folders.Any(folder => place == folder || place.StartsWith(folder + "/", StringComparison.Ordinal));
}
