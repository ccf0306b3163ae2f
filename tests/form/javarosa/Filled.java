import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormUtils;

/** Reads one filled form a line and tells which of its nodes apply, and what they hold, as ODK Collect would. */
public class Filled {
    private static final PrintStream TOLD = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    public static void main(String[] none) throws Exception {
        new XFormsModule().registerModule();
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String path = lines.readLine(); path != null; path = lines.readLine()) {
            FormDef form = XFormUtils.getFormFromInputStream(new FileInputStream(path));
            form.initialize(false, new InstanceInitializationFactory());
            tell(path, form.getMainInstance().getRoot());
        }
    }

    private static void tell(String path, TreeElement element) {
        for (int place = 0; place < element.getNumChildren(); place++) {
            TreeElement child = element.getChildAt(place);
            if (child.getName().equals("meta")) {
                continue;
            }
            if (child.getNumChildren() > 0) {
                tell(path, child);
            } else {
                String value = child.getValue() == null ? "" : child.getValue().uncast().getString();
                TOLD.println(path + "\t" + child.getName() + "\t" + (child.isRelevant() ? value : ""));
            }
        }
    }
}
